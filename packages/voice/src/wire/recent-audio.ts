import type { EncodedAudio } from '../contracts/audio.ts';

/** 20 ms of μ-law in base64. */
const SLOT_BYTES = 216;
/** 6 seconds: longer than a connection should take, and than most turns of a caller. */
const SLOTS = 300;

/**
 * What the caller said last, for a provider that did not hear it; the newest 6 seconds are kept. One block of memory that
 * is made when it is first needed, so that keeping a frame costs a copy and nothing else.
 */
export class RecentAudio {
  #bytes: Buffer | null = null;
  readonly #lengths = new Uint16Array(SLOTS);
  readonly #times = new Float64Array(SLOTS);
  /** The slot that is filled next. */
  #next = 0;
  #filled = 0;

  /** Keeps a copy, because `audio` is valid only during the call. */
  push(audio: EncodedAudio, at: number): void {
    this.#bytes ??= Buffer.allocUnsafeSlow(SLOTS * SLOT_BYTES);
    // Four characters stand for themselves, so that a longer piece may be cut between any of them.
    for (let from = 0; from < audio.length; from += SLOT_BYTES) {
      const length = Math.min(SLOT_BYTES, audio.length - from);
      audio.copy(this.#bytes, this.#next * SLOT_BYTES, from, from + length);
      this.#lengths[this.#next] = length;
      this.#times[this.#next] = at;
      this.#next = (this.#next + 1) % SLOTS;
      this.#filled = Math.min(SLOTS, this.#filled + 1);
    }
  }

  /** Hands over what was said at that time or later, oldest first. What is handed over is valid only during the call. */
  since(at: number, consume: (audio: EncodedAudio) => void): void {
    if (!this.#bytes) return;
    for (let age = this.#filled; age > 0; age--) {
      const slot = (this.#next - age + SLOTS) % SLOTS;
      const start = slot * SLOT_BYTES;
      if ((this.#times[slot] ?? 0) >= at) consume(this.#bytes.subarray(start, start + (this.#lengths[slot] ?? 0)));
    }
  }
}
