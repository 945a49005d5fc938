import type { Actor } from '@leadlock/core/actor';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';

export interface AuditEntry {
  /** The tenant whose things were changed. */
  tenantId: string;
  actor: Actor;
  /** As procedures are called: `phoneNumbers.update`. */
  operation: string;
  /** The row that was changed, made or deleted; null where there is none, or more than one. */
  targetId: string | null;
  requestId: string;
  ip: string;
  occurredAt: Date;
}

/** Writes down who did what to what, and never with which values: those may be secrets. */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<void> {
  await db
    .insertInto('audit_log')
    .values({
      tenant_id: entry.tenantId,
      id: newId(),
      actor: JSON.stringify(entry.actor),
      operation: entry.operation,
      target_id: entry.targetId,
      request_id: entry.requestId,
      ip: entry.ip,
      occurred_at: entry.occurredAt,
    })
    .execute();
}
