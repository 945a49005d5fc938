import type { Actor } from '@leadlock/core/actor';
import { NOBODY } from '@leadlock/core/id';
import type { Db } from '@leadlock/db/client';
import { sql, type RawBuilder } from 'kysely';

/** Who reads: a person, or null for the account itself, as which its API keys do: what they read is read for all. */
export type ReaderId = string | null;

export const readerOf = (actor: Actor): ReaderId => (actor.type === 'user' ? actor.userId : null);

const mine = (readerId: ReaderId): RawBuilder<unknown> => sql`
  SELECT FROM notification_reads AS mine WHERE mine.tenant_id = notifications.tenant_id
    AND mine.reader_id = ${readerId}::uuid AND mine.notification_id = notifications.id`;

/** For a query of `notifications` that has the person's row of `notification_readers`, or nulls, as `reader`. */
export const isUnreadBy = (readerId: ReaderId): RawBuilder<boolean> => sql<boolean>`(notifications.read_at IS NULL
  AND notifications.id > coalesce(reader.read_through, ${NOBODY}) AND NOT EXISTS (${mine(readerId)}))`;

/** The same: what the person has not cleared. */
export const isShownTo = (readerId: ReaderId): RawBuilder<boolean> => sql<boolean>`(
  notifications.id > coalesce(reader.cleared_through, ${NOBODY}) AND NOT EXISTS (${mine(readerId)} AND mine.is_cleared))`;

/** The row that a person's reading hangs on. */
export async function ensureReader(db: Db, tenantId: string, readerId: string): Promise<void> {
  await db
    .insertInto('notification_readers')
    .values({ tenant_id: tenantId, reader_id: readerId })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'reader_id']).doNothing())
    .execute();
}
