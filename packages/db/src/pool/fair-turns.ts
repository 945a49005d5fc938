import { DatabaseFailure } from '../database-failure.ts';

export interface FairTurnsOptions {
  /** How many hold a turn at once. */
  capacity: number;
  /** How many of one party do. */
  share: number;
  /** How long to wait for a turn, in ms. */
  waitMs: number;
}

/** More than this many of one party wait for nothing: they would be told so anyway when their time is over. */
const MOST_WAITING = 200;

interface Waiter {
  since: number;
  resolve: () => void;
}

/**
 * Gives out turns at something that there are few of, such as connections. Of those who wait, the party that holds the
 * fewest is next, and of equals the one that has waited longest; so a party with much to do holds up itself and no other.
 */
export class FairTurns {
  readonly #options: FairTurnsOptions;
  readonly #held = new Map<string, number>();
  readonly #waiting = new Map<string, Waiter[]>();
  #free: number;

  constructor(options: FairTurnsOptions) {
    this.#options = options;
    this.#free = options.capacity;
  }

  /**
   * Returns when it is this party's turn; every turn must be ended. Null instead of a promise: it is its turn now.
   * @throws DatabaseFailure `busy` when the wait is over first
   */
  take(party: string): Promise<void> | null {
    const waiting = this.#waiting.get(party);
    if (waiting === undefined && this.#free > 0 && this.#heldBy(party) < this.#options.share) {
      this.#hold(party);
      return null;
    }
    if (waiting !== undefined && waiting.length >= MOST_WAITING) return Promise.reject(tooBusy());
    return this.#wait(party, waiting ?? []);
  }

  end(party: string): void {
    const held = this.#heldBy(party) - 1;
    if (held === 0) this.#held.delete(party);
    else this.#held.set(party, held);
    this.#free += 1;
    const next = this.#next();
    if (next === null) return;
    const waiter = this.#leave(next, 0);
    this.#hold(next);
    waiter?.resolve();
  }

  #wait(party: string, waiting: Waiter[]): Promise<void> {
    return new Promise((resolve, reject) => {
      const waiter: Waiter = {
        since: performance.now(),
        resolve: () => {
          clearTimeout(timer);
          resolve();
        },
      };
      const timer = setTimeout(() => {
        this.#leave(party, waiting.indexOf(waiter));
        reject(tooBusy());
      }, this.#options.waitMs);
      waiting.push(waiter);
      this.#waiting.set(party, waiting);
    });
  }

  #leave(party: string, index: number): Waiter | undefined {
    const waiting = this.#waiting.get(party) ?? [];
    const [waiter] = waiting.splice(index, 1);
    if (waiting.length === 0) this.#waiting.delete(party);
    return waiter;
  }

  /** Who is to have the turn that has become free. */
  #next(): string | null {
    let best: { party: string; held: number; since: number } | null = null;
    for (const [party, [first]] of this.#waiting) {
      const held = this.#heldBy(party);
      if (first === undefined || held >= this.#options.share) continue;
      if (best === null || held < best.held || (held === best.held && first.since < best.since)) {
        best = { party, held, since: first.since };
      }
    }
    return best?.party ?? null;
  }

  #heldBy(party: string): number {
    return this.#held.get(party) ?? 0;
  }

  #hold(party: string): void {
    this.#held.set(party, this.#heldBy(party) + 1);
    this.#free -= 1;
  }
}

const tooBusy = (): DatabaseFailure => new DatabaseFailure('busy', 'Timed out waiting for a database connection');
