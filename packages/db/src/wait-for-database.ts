import { setTimeout as delay } from 'node:timers/promises';
import { DatabaseFailure, toDatabaseFailure } from './database-failure.ts';
import { withClient } from './pool/steady-client.ts';

const CONNECT_MS = 5_000;
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 5_000;
const PATIENCE_MS = 60_000;

export interface WaitForDatabaseOptions {
  /** How long to wait in all, in ms; a minute unless told otherwise. */
  patienceMs?: number;
  /** Told of each attempt that failed and is made again. */
  onAttemptFailed: (error: Error) => void;
}

/**
 * Returns when the database can be reached: what starts beside it, or while it restarts, need not fail.
 * @throws DatabaseFailure when it cannot be in time, and at once what it says when it refuses us, as for a wrong password
 */
export async function waitForDatabase(
  connectionString: string,
  { patienceMs = PATIENCE_MS, onAttemptFailed }: WaitForDatabaseOptions,
): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (let pauseMs = FIRST_PAUSE_MS; ; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
    try {
      const config = { connectionString, connectionTimeoutMillis: CONNECT_MS, query_timeout: CONNECT_MS };
      await withClient(config, (client) => client.query('SELECT'));
      return;
    } catch (error) {
      const failure = toDatabaseFailure(error, false);
      if (!(failure instanceof DatabaseFailure) || Date.now() + pauseMs > deadline) throw failure;
      onAttemptFailed(failure);
    }
    await delay(pauseMs);
  }
}
