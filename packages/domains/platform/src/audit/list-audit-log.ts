import type { TenantContext } from '@leadlock/context/context';
import { readPage } from '@leadlock/db/read-page';
import type { AuditLogEntry, AuditLogResponse, ListAuditLogInput } from './schemas.ts';

/** What was changed in the account and by whom, the newest first. */
export async function listAuditLog(
  ctx: TenantContext,
  { operation, ...page }: ListAuditLogInput,
): Promise<AuditLogResponse> {
  const list = ctx.db
    .selectFrom('audit_log')
    .selectAll()
    .where('tenant_id', '=', ctx.tenant.id)
    .$if(operation !== undefined, (query) => query.where('operation', '=', operation ?? ''))
    .orderBy('occurred_at', 'desc')
    .orderBy('id', 'desc');
  const { rows, total } = await readPage(list, page);
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
