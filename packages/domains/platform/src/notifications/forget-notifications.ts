import type { SystemContext } from '@leadlock/context/context';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { sql } from 'kysely';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;
const KEPT_UNREAD_DAYS = 365;

/** Deletes what was read or deleted three months ago, and what nobody has read for a year. @returns how many there were */
export function forgetNotifications({ db, clock }: Pick<SystemContext, 'db' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  const unreadBefore = new Date(clock.now().getTime() - KEPT_UNREAD_DAYS * DAY_MS);
  return deleteInBatches(
    db,
    'notifications',
    sql`created_at < ${before} AND (read_at < ${before} OR deleted_at < ${before} OR created_at < ${unreadBefore})`,
  );
}
