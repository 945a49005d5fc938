import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from '@leadlock/observability/logger';

/** A caller hears something within three seconds, also while the database says nothing. */
const MOMENT_AFTER_MS = 2500;
const PAUSE_MS = 500;

export interface PatientClaimOptions<Claim> {
  claim: () => Promise<Claim>;
  /** How long a database that is away is waited for, in ms. */
  patienceMs: number;
  /** Asks the caller for a moment. */
  sayMoment: () => void;
  log: Logger;
}

/**
 * Claims a call also from a database that is away for a moment: it restarts in seconds, and the caller would be lost.
 * @throws what the last attempt has failed with
 */
export async function claimPatiently<Claim>(options: PatientClaimOptions<Claim>): Promise<Claim> {
  const { claim, patienceMs, sayMoment, log } = options;
  const giveUpAt = performance.now() + patienceMs;
  const moment = setTimeout(sayMoment, MOMENT_AFTER_MS);
  try {
    for (;;) {
      try {
        return await claim();
      } catch (err) {
        if (performance.now() + PAUSE_MS > giveUpAt) throw err;
        log.warn({ err }, 'failed to look up a call; retrying');
      }
      await delay(PAUSE_MS);
    }
  } finally {
    clearTimeout(moment);
  }
}
