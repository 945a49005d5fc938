import { setTimeout as delay } from 'node:timers/promises';
import type { SystemContext } from '@leadlock/context/context';
import { databaseFailureIn } from '@leadlock/db/database-failure';

const MOST_TRIES = 5;
const PAUSE_MS = 200;

/**
 * Changes partitions, in a transaction of its own, when the table's readers and writers leave room for it.
 * @throws DatabaseFailure, `stopped`, when they did not for a second or two
 */
export async function betweenOthers<Result>(
  db: SystemContext['db'],
  change: (trx: SystemContext['db']) => Promise<Result>,
): Promise<Result> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await db.transaction().execute(change);
    } catch (error) {
      if (databaseFailureIn(error)?.reason !== 'stopped' || tries === MOST_TRIES) throw error;
    }
    await delay(PAUSE_MS * (0.5 + Math.random()));
  }
}
