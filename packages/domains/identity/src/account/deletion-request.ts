import type { Db, DB } from '@leadlock/db/client';
import type { Selectable } from 'kysely';
import type { DeletionRequest } from './schemas.ts';

export const toDeletionRequest = (row: Selectable<DB['account_deletion_requests']>): DeletionRequest => ({
  id: row.id,
  status: row.status as DeletionRequest['status'],
  reason: row.reason,
  requested_by: row.requested_by_email,
  requested_at: row.requested_at.toISOString(),
  due_at: row.due_at.toISOString(),
  completed_at: row.completed_at?.toISOString() ?? null,
});

/** The tenant's requests, the newest first. */
export const selectDeletionRequests = (db: Db, tenantId: string) =>
  db
    .selectFrom('account_deletion_requests')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .orderBy('requested_at', 'desc')
    .orderBy('id', 'desc');

/** The same day of the next month, or its last one where it has no such day. */
export function oneMonthAfter(date: Date): Date {
  const due = new Date(date);
  due.setUTCMonth(due.getUTCMonth() + 1);
  // The 31st of a month that has 30 days ran over into the one after it.
  if (due.getUTCDate() !== date.getUTCDate()) due.setUTCDate(0);
  return due;
}
