import type { Clock } from '@leadlock/core/clock';

export interface LookupRateOptions {
  perSecond: number;
  /** How many may come at once after a while without any. */
  burst: number;
}

/**
 * Bounds how often this process asks the database for whoever comes, whatever names they make up. Each call takes one
 * from the allowance, or gets false.
 */
export function lookupRate(clock: Clock, { perSecond, burst }: LookupRateOptions): () => boolean {
  let left = burst;
  let countedAt = clock.now().getTime();
  return () => {
    const now = clock.now().getTime();
    left = Math.min(burst, left + (Math.max(0, now - countedAt) / 1_000) * perSecond);
    countedAt = now;
    if (left < 1) return false;
    left -= 1;
    return true;
  };
}
