/** A phone line brings 50 frames a second, silent ones too; none for so long means that nothing comes through. */
const DEAD_AFTER_MS = 2500;
/** Nor will anything: the other end is gone, and nobody has said so. */
const GONE_AFTER_MS = 30_000;
/** A process that was held up has not listened for longer. */
const LONGEST_TICK_MS = 1000;

/** Notices when audio that came without a break stops to come. */
export class LineWatch {
  #frames = 0;
  #changedAt = 0;
  #isTold = true;

  /** True once for each time that the line goes dead. `frames`: all that have come so far. */
  wentDead(frames: number, now: number): boolean {
    if (frames !== this.#frames) {
      this.#frames = frames;
      this.#changedAt = now;
      this.#isTold = false;
      return false;
    }
    if (this.#isTold || now - this.#changedAt < DEAD_AFTER_MS) return false;
    this.#isTold = true;
    return true;
  }
}

/** Notices a line whose other end is gone without a word, as behind a proxy that keeps its connection to us. */
export class GoneWatch {
  #frames = 0;
  #quietMs = 0;
  #lookedAt = 0;

  /** For how long the other end has been gone, in ms; null: it is there, or has not begun. `frames`: all so far. */
  goneFor(frames: number, now: number): number | null {
    const sinceLook = Math.min(now - this.#lookedAt, LONGEST_TICK_MS);
    this.#lookedAt = now;
    this.#quietMs = frames === this.#frames ? this.#quietMs + sinceLook : 0;
    this.#frames = frames;
    return frames > 0 && this.#quietMs >= GONE_AFTER_MS ? this.#quietMs : null;
  }
}
