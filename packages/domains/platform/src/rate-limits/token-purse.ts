import type { Db } from '@leadlock/db/client';
import type { RateLimit } from './limits.ts';
import { enterWindow } from './sliding-window.ts';
import { takeTokens, type Taken } from './token-bucket.ts';

/** What one process holds of one bucket: tokens to spend, or the time before which there are none. */
interface Holding {
  tokens: number;
  refusedUntil: number;
  /** Unspent tokens are given up then. */
  forgetAt: number;
}

const KEPT_MS = 60_000;
const MOST_HOLDINGS = 10_000;

/**
 * Spends tokens of shared buckets, fetched in blocks, so that most requests cost no query and a flood costs few. A window
 * gives one token at a time, to the request that asks for it.
 */
export class TokenPurse {
  readonly #db: Db;
  readonly #holdings = new Map<string, Holding>();
  /** One fetch a bucket at a time: requests that come together share a block. */
  readonly #fetches = new Map<string, Promise<void>>();

  constructor(db: Db) {
    this.#db = db;
  }

  /** Spends one token. @returns milliseconds to wait when there is none, else 0 */
  async spend(key: string, limit: RateLimit): Promise<number> {
    for (;;) {
      const now = performance.now();
      const held = this.#holdings.get(key);
      if (held && held.refusedUntil > now) return held.refusedUntil - now;
      if (held && held.tokens > 0 && held.forgetAt > now) {
        held.tokens -= 1;
        return 0;
      }
      await (this.#fetches.get(key) ?? this.#fetch(key, limit));
    }
  }

  /** Milliseconds until there may be a token again, as far as this process knows; it asks nobody and spends nothing. */
  waitMs(key: string): number {
    return Math.max(0, (this.#holdings.get(key)?.refusedUntil ?? 0) - performance.now());
  }

  #fetch(key: string, limit: RateLimit): Promise<void> {
    const fetching = this.#take(key, limit)
      .then(({ count, retryAfterMs }) => {
        const now = performance.now();
        if (this.#holdings.size >= MOST_HOLDINGS) this.#makeRoom(now);
        const refusedUntil = now + retryAfterMs;
        this.#holdings.set(key, { tokens: count, refusedUntil, forgetAt: refusedUntil + KEPT_MS });
      })
      .finally(() => this.#fetches.delete(key));
    this.#fetches.set(key, fetching);
    return fetching;
  }

  #take(key: string, limit: RateLimit): Promise<Taken> {
    return 'most' in limit ? enterWindow(this.#db, key, limit) : takeTokens(this.#db, key, limit, limit.block ?? 1);
  }

  #makeRoom(now: number): void {
    for (const [key, { forgetAt }] of this.#holdings) if (forgetAt <= now) this.#holdings.delete(key);
    if (this.#holdings.size >= MOST_HOLDINGS) this.#holdings.clear();
  }
}
