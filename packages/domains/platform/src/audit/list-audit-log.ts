import type { TenantContext } from '@leadlock/context/context';
import { readPage } from '@leadlock/db/read-page';
import type { AuditLogEntry, AuditLogResponse, ListAuditLogInput } from './schemas.ts';

export const selectEntries = ({ db, tenant }: TenantContext, { operation }: Pick<ListAuditLogInput, 'operation'>) =>
  db
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant_id', '=', tenant.id)
    .$if(operation !== undefined, (query) => query.where('operation', '=', operation ?? ''))
    .orderBy('occurred_at', 'desc')
    .orderBy('id', 'desc');

/** What was changed in the account and by whom, the newest first. */
export async function listAuditLog(
  ctx: TenantContext,
  { operation, ...page }: ListAuditLogInput,
): Promise<AuditLogResponse> {
  const { rows, total } = await readPage(ctx.db, selectEntries(ctx, { operation }), page);
  const entries = rows.map((row) => ({
    id: row.id,
    actor: row.actor as unknown as AuditLogEntry['actor'],
    operation: row.operation,
    target: row.target as unknown as AuditLogEntry['target'],
    outcome: row.outcome as AuditLogEntry['outcome'],
    request_id: row.request_id,
    ip: row.ip,
    occurred_at: row.occurred_at.toISOString(),
  }));
  return { entries, total };
}
