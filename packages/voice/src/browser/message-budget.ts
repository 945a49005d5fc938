/** Audio comes at 50 messages a second; this leaves room for a clock that runs fast and for everything else. */
const REFILL_PER_MS = 0.1;
/** A tab that was asleep sends at once what it has recorded meanwhile: up to 20 s of audio. */
const CAPACITY = 1000;

/** How much a client may send: a bucket that each message takes from and that time fills again. */
export class MessageBudget {
  readonly #now: () => number;
  #left = CAPACITY;
  #filledAt: number;

  /** `now`: milliseconds that never go back. */
  constructor(now: () => number) {
    this.#now = now;
    this.#filledAt = now();
  }

  /** False when the client has sent too much. */
  take(cost: number): boolean {
    const now = this.#now();
    this.#left = Math.min(CAPACITY, this.#left + (now - this.#filledAt) * REFILL_PER_MS) - cost;
    this.#filledAt = now;
    return this.#left >= 0;
  }
}
