import { allTenants } from '@leadlock/context/all-tenants';
import type { SystemContext } from '@leadlock/context/context';
import { isStorableText } from '@leadlock/core/storable-text';
import { isId } from '@leadlock/core/id';
import type { Db } from '@leadlock/db/client';
import { recordAudit, type AuditOutcome } from '@leadlock/identity/audit';
import { isRefusal } from '@leadlock/trpc/http-error';
import type { BegunMutation, MutationObserver } from '@leadlock/trpc/request-context';
import { fieldsNamed, thingsIn } from './describe-target.ts';
import { findNames } from './find-names.ts';

const PATH_FIELD = /\{(\w+)\}/g;
const MAX_ID_LENGTH = 200;
/** How inputs of agencies' operations name a sub-account. */
const SUB_ACCOUNT_FIELDS = ['sub_account_id', 'source_tenant_id', 'target_tenant_id'];

const textOf = (value: unknown, field: string): string | null => {
  const text: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : null;
  return typeof text === 'string' && text.length <= MAX_ID_LENGTH && isStorableText(text) ? text : null;
};

/** The given fields that hold an id, with it. */
function idsIn(value: unknown, fields: readonly string[]): Record<string, string> {
  const ids = fields.map((field) => [field, textOf(value, field)] as const);
  return Object.fromEntries(ids.filter((entry): entry is readonly [string, string] => entry[1] !== null));
}

/** What a mutation is about: every id in its path, and every id that its sentence names. */
function targetOf({ meta, operation, input }: Pick<BegunMutation, 'meta' | 'operation' | 'input'>) {
  const inPath = [...(meta.openapi?.path ?? '').matchAll(PATH_FIELD)].map((match) => match[1] ?? '');
  return idsIn(input, [...inPath, ...fieldsNamed(operation)]);
}

/** The sub-accounts that an agency does something to as an agency. They are to see it, and nobody else's are. */
async function findSubAccounts(db: Db, { meta, tenantId, input }: BegunMutation): Promise<string[]> {
  if (!meta.access?.startsWith('agency')) return [];
  const named = Object.values(idsIn(input, SUB_ACCOUNT_FIELDS)).filter(isId);
  if (named.length === 0) return [];
  const rows = await db
    .selectFrom('tenants')
    .select('id')
    .where('parent_tenant_id', '=', tenantId)
    .where('id', 'in', named)
    .execute();
  return rows.map(({ id }) => id);
}

/** The names of what is about to be deleted, by field: nobody can look them up afterwards. */
async function namesOfDeleted(
  db: Db,
  { meta, operation, tenantId }: BegunMutation,
  target: Record<string, string>,
): Promise<Record<string, string> | null> {
  if (meta.openapi?.method !== 'DELETE') return null;
  const things = thingsIn(operation, target);
  const names = await findNames(db, tenantId, things);
  const known = things.map(({ field, kind, id }) => [field, names.get(kind)?.get(id)?.name] as const);
  return Object.fromEntries(known.filter((entry): entry is readonly [string, string] => entry[1] !== undefined));
}

const FIELD_NAME = /^[a-z][a-z0-9_]{0,59}$/;
const MOST_FIELDS = 100;

/** The names of the fields that an update is given, beside those of its path. */
function fieldsOf({ meta, input }: BegunMutation, target: Record<string, string>): string[] | null {
  if (meta.openapi?.method !== 'PATCH' || typeof input !== 'object' || input === null) return null;
  const given = Object.entries(input).filter(([name, value]) => value !== undefined && !Object.hasOwn(target, name));
  const names = given.map(([name]) => name).filter((name) => FIELD_NAME.test(name));
  return names.slice(0, MOST_FIELDS);
}

/** An entry as it stands in one or more logs. */
interface Kept {
  tenantIds: string[];
  id: string;
  target: Record<string, string>;
}

const conclude = (db: Db, { tenantIds, id, target }: Kept, outcome: AuditOutcome) =>
  db
    .updateTable('audit_log')
    .set({ outcome, target: JSON.stringify(target) })
    .where('tenant_id', 'in', tenantIds)
    .where('id', '=', id)
    .execute();

const forget = (db: Db, { tenantIds, id }: Kept) =>
  db.deleteFrom('audit_log').where('tenant_id', 'in', tenantIds).where('id', '=', id).execute();

/**
 * Keeps the changes that owners, admins, API keys and operators make. What members do is their everyday work. The entry
 * is written before the change, which is not made when that fails, and concluded after it: where a process dies in
 * between, the entry stays as begun. One for what was refused, and changed nothing, goes again.
 */
export function createAuditLog(system: SystemContext): MutationObserver {
  const db = allTenants(system);
  return async (mutation) => {
    const { request, operation, principal, tenantId } = mutation;
    if (principal.role === 'member' && !principal.isSuperAdmin) return null;
    const tenantIds = [tenantId, ...(await findSubAccounts(db, mutation))];
    const target = targetOf(mutation);
    const id = await recordAudit(db, {
      tenantIds,
      actor: principal.actor,
      operation,
      target,
      names: await namesOfDeleted(db, mutation, target),
      fields: fieldsOf(mutation, target),
      outcome: 'begun',
      requestId: request.id,
      ip: request.ip,
      occurredAt: system.clock.now(),
    });
    return async (end) => {
      try {
        if (end.ok) {
          // Where the path names nothing, the answer says what was made.
          const made = Object.keys(target).length === 0 ? idsIn(end.output, ['id']) : target;
          await conclude(db, { tenantIds, id, target: made }, 'succeeded');
        } else if (isRefusal(end.error)) await forget(db, { tenantIds, id, target });
        else await conclude(db, { tenantIds, id, target }, 'failed');
      } catch (err) {
        const fields = { err, requestId: request.id, operation, tenant: tenantId };
        system.log.error(fields, 'failed to record how a change ended in the audit log');
      }
    };
  };
}
