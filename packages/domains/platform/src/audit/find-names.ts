import { isId } from '@leadlock/core/id';
import { shownEmail } from '@leadlock/core/shown-email';
import type { Db } from '@leadlock/db/client';
import { sql, type RawBuilder } from 'kysely';
import type { Kind } from './kinds.ts';

/** A thing that still exists. */
export interface NamedThing {
  name: string;
  /** The account that uses it. */
  tenantId: string;
  /** A client that was deleted still has a name. */
  isDeleted: boolean;
}

/** By kind and ID. */
export type Names = ReadonlyMap<Kind, ReadonlyMap<string, NamedThing>>;

interface Row {
  id: string;
  name: string;
  tenantId: string;
  isDeleted?: boolean;
}

const PROVIDERS: Record<string, string> = { twilio: 'Twilio', ghl: 'GoHighLevel' };

/** Accounts whose things may be named in the log of one: itself, and the clients of an agency. */
const named = (column: string, tenantId: string): RawBuilder<boolean> =>
  sql<boolean>`${sql.ref(column)} IN (SELECT id FROM tenants WHERE id = ${tenantId} OR parent_tenant_id = ${tenantId})`;

type Find = (db: Db, tenantId: string, ids: string[]) => Promise<Row[]>;

const findMembers: Find = async (db, tenantId, ids) => {
  const rows = await db
    .selectFrom('users')
    .select(['id', 'full_name', 'email', 'tenant_id'])
    .where(named('users.tenant_id', tenantId))
    .where('id', 'in', ids)
    .unionAll((eb) =>
      eb
        .selectFrom('invites')
        .select(['id', 'full_name', 'email', 'tenant_id'])
        .where(named('invites.tenant_id', tenantId))
        .where('id', 'in', ids),
    )
    .execute();
  return rows.map(({ id, full_name, email, tenant_id }) => ({
    id,
    name: full_name ?? shownEmail(email),
    tenantId: tenant_id,
  }));
};

const FIND: Record<Kind, Find> = {
  member: findMembers,
  agent: (db, tenantId, ids) =>
    db
      .selectFrom('agents')
      .select(['id', 'name', 'tenant_id as tenantId'])
      .where(named('agents.tenant_id', tenantId))
      .where('id', 'in', ids)
      .execute(),
  phone_number: (db, tenantId, ids) =>
    db
      .selectFrom('phone_numbers')
      .select((eb) => [
        'id',
        eb.fn.coalesce(sql<string | null>`nullif(friendly_name, '')`, 'phone_number').as('name'),
        'user_tenant_id as tenantId',
      ])
      .where(named('phone_numbers.user_tenant_id', tenantId))
      .where('id', 'in', ids)
      .execute(),
  api_key: (db, tenantId, ids) =>
    db
      .selectFrom('api_keys')
      .select(['id', 'name', 'tenant_id as tenantId'])
      .where(named('api_keys.tenant_id', tenantId))
      .where('id', 'in', ids)
      .execute(),
  client: (db, tenantId, ids) =>
    db
      .selectFrom('tenants')
      .select((eb) => ['id', 'name', 'id as tenantId', eb('is_active', '=', false).as('isDeleted')])
      .where((eb) => eb.or([eb('id', '=', tenantId), eb('parent_tenant_id', '=', tenantId)]))
      .where('id', 'in', ids)
      .$castTo<Row>()
      .execute(),
  integration: async (db, tenantId, ids) => {
    const rows = await db
      .selectFrom('integrations')
      .select(['id', 'provider', 'account_name', 'tenant_id as tenantId'])
      .where(named('integrations.tenant_id', tenantId))
      .where('id', 'in', ids)
      .execute();
    return rows.map(({ id, provider, account_name, tenantId: owner }) => {
      const label = PROVIDERS[provider] ?? provider;
      return { id, name: account_name === null ? label : `${label} (${account_name})`, tenantId: owner };
    });
  },
  // By its host: what follows it can hold a secret.
  webhook: async (db, tenantId, ids) => {
    const rows = await db
      .selectFrom('webhook_endpoints')
      .select(['id', 'url', 'tenant_id as tenantId'])
      .where(named('webhook_endpoints.tenant_id', tenantId))
      .where('id', 'in', ids)
      .execute();
    return rows.flatMap(({ url, ...row }) => (url === null ? [] : [{ ...row, name: new URL(url).host }]));
  },
};

/** The names of things of an account and its clients, in one query per kind. Other accounts' things have none. */
export async function findNames(
  db: Db,
  tenantId: string,
  wanted: readonly { kind: Kind; id: string }[],
): Promise<Names> {
  const kinds = [...new Set(wanted.map(({ kind }) => kind))];
  const found = await Promise.all(
    kinds.map(async (kind) => {
      const ids = [...new Set(wanted.filter((each) => each.kind === kind && isId(each.id)).map(({ id }) => id))];
      const rows = ids.length === 0 ? [] : await FIND[kind](db, tenantId, ids);
      const things = rows.map(({ id, name, tenantId: owner, isDeleted = false }) => {
        return [id, { name, tenantId: owner, isDeleted }] as const;
      });
      return [kind, new Map(things)] as const;
    }),
  );
  return new Map(found);
}
