import type { SystemContext } from '@leadlock/context/context';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { sql } from 'kysely';

const DAY_MS = 86_400_000;
const KEPT_DAYS = 90;
const LONGEST_DAYS = 365;

/**
 * Deletes what was deleted, or read for all, three months ago, and everything after a year: some of an account's people may
 * not have read it before. @returns how many there were
 */
export function forgetNotifications({ db, clock }: Pick<SystemContext, 'db' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  const longBefore = new Date(clock.now().getTime() - LONGEST_DAYS * DAY_MS);
  return deleteInBatches(
    db,
    'notifications',
    sql`created_at < ${before} AND (read_at < ${before} OR deleted_at < ${before} OR created_at < ${longBefore})`,
  );
}
