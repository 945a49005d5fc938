/** A phone line brings 50 frames a second, silent ones too; none for so long means that nothing comes through. */
const DEAD_AFTER_MS = 2500;

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
