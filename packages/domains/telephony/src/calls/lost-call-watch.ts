import type { SystemContext } from '@leadlock/context/context';
import { sql } from 'kysely';
import { sweepLostCalls } from './sweep-lost-calls.ts';

/** Sweeps lost calls again and again, and notices when the database was away. */
export interface LostCallWatch {
  sweep(system: SystemContext): Promise<number>;
}

/** Longer than from one sweep to the next; with what a heartbeat takes, shorter than a gateway may be silent. */
const LONGEST_PAUSE_MS = 10_000;

/**
 * A gateway that could not reach the database has not died. When the last sweep is too long ago, or there was none yet,
 * the database may have been away: from then on gateways get their time anew.
 */
export function createLostCallWatch(now: () => number = () => performance.now()): LostCallWatch {
  let seenAt = -Infinity;
  let watchedSince: Date | null = null;
  return {
    async sweep(system) {
      const { rows } = await sql<{ now: Date }>`SELECT now()`.execute(system.db);
      if (watchedSince === null || now() - seenAt > LONGEST_PAUSE_MS) watchedSince = rows[0]?.now ?? new Date();
      seenAt = now();
      const closed = await sweepLostCalls(system, { watchedSince });
      // However long the carrier took to answer: the database was there.
      seenAt = now();
      return closed;
    },
  };
}
