import { setTimeout as delay } from 'node:timers/promises';
import { sql, type Kysely } from 'kysely';
import type { Migration } from 'kysely/migration';
import pg from 'pg';

/**
 * A change of the database. It is one transaction, which is undone and tried again when it would have to wait for a lock
 * for long: whoever comes after it in the queue would wait, too. An online one runs outside of any transaction, for what
 * takes its time: `CREATE INDEX CONCURRENTLY`, rows in batches, `VALIDATE CONSTRAINT`. It may be cut off anywhere and is
 * then run again from its beginning, so each of its steps looks first whether it is done, and what needs a strong lock is
 * an `inShortTransaction`.
 */
export interface DatabaseMigration extends Migration {
  readonly isOnline?: boolean;
}

/**
 * How long a migration waits for a lock, in ms. `short`: everybody else waits behind it. `online`: statements with locks
 * that hold up no reader and no writer; they wait until all transactions that have begun before them are over.
 */
const LOCK_TIMEOUTS = { short: 100, online: 600_000 };

/** For the session of a connection, from now on. */
export async function setLockTimeout(db: Kysely<never>, kind: keyof typeof LOCK_TIMEOUTS): Promise<void> {
  await sql`SELECT set_config('lock_timeout', ${String(LOCK_TIMEOUTS[kind])}, false)`.execute(db);
}

const PATIENCE_MS = 15 * 60_000;
const FIRST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 1_000;

/** `lock_not_available`, `deadlock_detected`, and `query_canceled` of several locks that were to be had within a time. */
const ABOUT_LOCKS = new Set<string | undefined>(['55P03', '40P01', '57014']);
const isAboutLocks = (error: unknown): boolean => error instanceof pg.DatabaseError && ABOUT_LOCKS.has(error.code);

/** Does something that is undone when it does not get its locks, until it gets them. */
export async function retryingLocks<Result>(work: () => Promise<Result>): Promise<Result> {
  const deadline = Date.now() + PATIENCE_MS;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      return await work();
    } catch (error) {
      if (!isAboutLocks(error) || Date.now() > deadline) throw error;
    }
    // Whoever is in the way may come back at regular times.
    await delay(pauseMs * (0.5 + Math.random()));
  }
}

/** A transaction that waits for no lock long enough to be noticed, and is tried again until it gets them all. */
export function inShortTransaction<Result>(
  db: Kysely<never>,
  work: (trx: Kysely<never>) => Promise<Result>,
): Promise<Result> {
  return retryingLocks(() =>
    db.transaction().execute(async (trx) => {
      await sql`SELECT set_config('lock_timeout', ${String(LOCK_TIMEOUTS.short)}, true)`.execute(trx);
      return work(trx);
    }),
  );
}
