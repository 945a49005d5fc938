import type { Actor } from '@leadlock/core/actor';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';

/** `begun` until the change has ended; where it stays so, nobody knows how. */
export type AuditOutcome = 'begun' | 'succeeded' | 'failed';

export interface AuditEntry {
  /** The tenants whose things are changed, each of which has the entry in its log. */
  tenantIds: readonly string[];
  actor: Actor;
  /** As procedures are called: `phoneNumbers.update`. */
  operation: string;
  /** What is changed: ids by the name of their field; `id` is that of what was made. */
  target: Readonly<Record<string, string>>;
  /** The names of what is deleted, by the fields of `target`. Only in the first of the logs: other tenants may not know them. */
  names?: Readonly<Record<string, string>> | null;
  /** The names of the fields that an update is given. Only in the first of the logs, too. */
  fields?: string[] | null;
  outcome: AuditOutcome;
  requestId: string;
  ip: string;
  occurredAt: Date;
}

/**
 * Writes down who does what to what, and never with which values: those may be secrets. `db` must be a system connection.
 * @returns the entry's id, which is the same in every log
 */
export async function recordAudit(db: Db, entry: AuditEntry): Promise<string> {
  const id = newId();
  const values = {
    id,
    actor: JSON.stringify(entry.actor),
    operation: entry.operation,
    target: JSON.stringify(entry.target),
    outcome: entry.outcome,
    request_id: entry.requestId,
    ip: entry.ip,
    occurred_at: entry.occurredAt,
  };
  await db
    .insertInto('audit_log')
    .values(
      entry.tenantIds.map((tenant_id, index) => {
        const names = index === 0 && entry.names ? JSON.stringify(entry.names) : null;
        // What its agency sets, such as prices, is not a client's to know.
        const fields = index === 0 && entry.fields ? entry.fields : null;
        return { tenant_id, ...values, names, fields };
      }),
    )
    .execute();
  return id;
}
