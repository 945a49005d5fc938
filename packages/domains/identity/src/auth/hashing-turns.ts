import { AppError } from '@leadlock/core/errors';

export interface HashingTurnsOptions {
  /** How many run at the same time. */
  atOnce: number;
  /** How many wait at most. */
  mostWaiting: number;
}

/** When those who wait now have most likely had their turn. */
const RETRY_SECONDS = 5;

/** Says that too many wait. Nothing of the account is looked at for it, so it tells nothing about one. */
const busy = (): AppError =>
  new AppError('unavailable', 'The server is busy. Try again in a few seconds.', {
    retryAfterSeconds: RETRY_SECONDS,
  });

/** Work that takes much memory and a thread each, done a few at a time, in the order in which it came. */
export class HashingTurns {
  readonly #options: HashingTurnsOptions;
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  constructor(options: HashingTurnsOptions) {
    this.#options = options;
  }

  /** @throws unavailable where as many wait as may, so that nothing else need begin in vain */
  requireRoom(): void {
    if (this.#waiting.length >= this.#options.mostWaiting) throw busy();
  }

  /**
   * Does all of it, one behind the other in the queue. It is taken whole or not at all, so that whoever is sent away has
   * cost nothing. @throws unavailable where too many wait
   */
  async run<Result>(works: readonly (() => Promise<Result>)[]): Promise<Result[]> {
    const free = this.#options.atOnce - this.#running;
    // However many somebody needs, they get them where nobody is in front of them.
    if (free <= 0 && this.#waiting.length > 0 && this.#waiting.length + works.length > this.#options.mostWaiting) {
      throw busy();
    }
    return Promise.all(works.map((work) => this.#inTurn(work)));
  }

  async #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    if (this.#running < this.#options.atOnce) this.#running += 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      // The place goes to whoever waits longest, and to nobody who comes in between.
      if (next) next();
      else this.#running -= 1;
    }
  }
}
