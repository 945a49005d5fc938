import { setTimeout as delay } from 'node:timers/promises';
import { connectAsOwner } from '@leadlock/db/connect-as-owner';
import { sql } from 'kysely';

const PAUSE_MS = 5;

interface LockWait {
  milliseconds: number;
  /** A table, or what else the lock is of: `object` is the queue of NOTIFY, which commits pass one after the other. */
  what: string;
}

/**
 * Watches how long connections of an application wait for locks, apart from what a busy machine adds to all they do.
 * @returns what ends it, and tells the longest waits that were seen
 */
export function watchLocks(ownerUrl: string, application: string): () => Promise<LockWait[]> {
  const owner = connectAsOwner(ownerUrl);
  const longest = new Map<string, LockWait>();
  const ending = new AbortController();
  const watching = (async () => {
    while (!ending.signal.aborted) {
      const { rows } = await sql<LockWait>`
        SELECT extract(epoch FROM clock_timestamp() - waitstart)::float8 * 1000 AS milliseconds,
          coalesce(relation::regclass::text, locktype) AS what
        FROM pg_locks JOIN pg_stat_activity USING (pid)
        WHERE NOT granted AND waitstart IS NOT NULL AND application_name = ${application}
      `.execute(owner);
      for (const wait of rows) {
        if (wait.milliseconds > (longest.get(wait.what)?.milliseconds ?? 0)) longest.set(wait.what, wait);
      }
      await delay(PAUSE_MS);
    }
    await owner.destroy();
  })();
  return async () => {
    ending.abort();
    await watching;
    return [...longest.values()];
  };
}
