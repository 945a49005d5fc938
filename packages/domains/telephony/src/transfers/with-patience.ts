import { setTimeout as delay } from 'node:timers/promises';
import type { TenantContext } from '@leadlock/context/context';
import { databaseFailureIn } from '@leadlock/db/database-failure';

/** How long a caller on hold waits for a database that is away: it restarts in seconds. */
const PATIENCE_MS = 20_000;
const PAUSE_MS = 500;

/**
 * Does what may be repeated until the database is there to do it: somebody is on the phone, and nobody else would go on with
 * the transfer.
 * @throws what the last attempt has failed with
 */
export async function withPatience<Result>(
  { log }: Pick<TenantContext, 'log'>,
  work: () => Promise<Result>,
): Promise<Result> {
  for (const giveUpAt = performance.now() + PATIENCE_MS; ; await delay(PAUSE_MS)) {
    try {
      return await work();
    } catch (err) {
      if (databaseFailureIn(err) === null || performance.now() + PAUSE_MS > giveUpAt) throw err;
      log.warn({ err }, 'failed to write a step of a transfer; retrying');
    }
  }
}
