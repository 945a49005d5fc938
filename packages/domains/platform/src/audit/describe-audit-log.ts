import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import type { Actor } from '@leadlock/core/actor';
import { readPage } from '@leadlock/db/read-page';
import { describeActor, doers, findAgencyNames } from './describe-actor.ts';
import { describeTarget, thingsIn } from './describe-target.ts';
import { findNames } from './find-names.ts';
import { selectEntries } from './list-audit-log.ts';
import type { AuditLogEntry, AuditLogInWords, DescribeAuditLogInput } from './schemas.ts';

/** The audit log as sentences, the newest first: who did what to what, by the names that they have now. */
export async function describeAuditLog(ctx: TenantContext, page: DescribeAuditLogInput): Promise<AuditLogInWords> {
  const { tenant } = ctx;
  const { rows, total } = await readPage(ctx.db, selectEntries(ctx, {}), page);
  const entries = rows.map((row) => ({
    row,
    actor: row.actor as unknown as Actor,
    target: row.target as Record<string, string>,
    recorded: (row.names ?? {}) as Record<string, string>,
  }));
  const actors = entries.map(({ actor }) => actor);
  const things = entries.flatMap(({ row, target }) => thingsIn(row.operation, target));
  const isAgency = tenant.type === 'agency';
  // An agency's own connection does not see the rows of its clients.
  const db = isAgency ? allTenants(ctx) : ctx.db;
  const [names, agencyNames] = await Promise.all([
    findNames(db, tenant.id, [...doers(actors), ...things]),
    findAgencyNames(ctx, [...actors, ctx.actor]),
  ]);
  const isAgencyReading = doers([ctx.actor]).some(({ kind, id }) => agencyNames.get(kind)?.has(id));
  return {
    entries: entries.map(({ row, actor, target, recorded }) => ({
      id: row.id,
      actor: describeActor(actor, { names, agencyNames, isAgencyReading }),
      action: describeTarget(
        { tenantId: tenant.id, isAgency, names },
        { operation: row.operation, target, recorded, fields: row.fields ?? [] },
      ),
      outcome: row.outcome as AuditLogEntry['outcome'],
      ip: row.ip,
      occurred_at: row.occurred_at.toISOString(),
    })),
    total,
  };
}
