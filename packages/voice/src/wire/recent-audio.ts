import type { EncodedAudio } from '../contracts/audio.ts';

/** 20 ms of μ-law in base64. */
const SLOT_BYTES = 216;
/** 6 seconds: longer than a connection should take, and than most turns of a caller. */
const SLOTS = 300;
/** 24 seconds. */
const MOST_SLOTS = 4 * SLOTS;

/**
 * What the caller said last, for a provider that did not hear it; the newest 6 seconds are kept, or more where that is asked
 * for. One block of memory that is made when it is first needed, so that keeping a frame costs a copy and nothing else.
 */
export class RecentAudio {
  #bytes: Buffer | null = null;
  #slots = SLOTS;
  #lengths = new Uint16Array(SLOTS);
  #times = new Float64Array(SLOTS);
  /** The slot that is filled next. */
  #next = 0;
  #filled = 0;

  /** Keeps a copy, because `audio` is valid only during the call. */
  push(audio: EncodedAudio, at: number): void {
    this.#bytes ??= Buffer.allocUnsafeSlow(this.#slots * SLOT_BYTES);
    // Four characters stand for themselves, so that a longer piece may be cut between any of them.
    for (let from = 0; from < audio.length; from += SLOT_BYTES) {
      const length = Math.min(SLOT_BYTES, audio.length - from);
      audio.copy(this.#bytes, this.#next * SLOT_BYTES, from, from + length);
      this.#lengths[this.#next] = length;
      this.#times[this.#next] = at;
      this.#next = (this.#next + 1) % this.#slots;
      this.#filled = Math.min(this.#slots, this.#filled + 1);
    }
  }

  /** Keeps twice as much from now on, up to 24 seconds: what the caller said may have to wait for one more provider. */
  keepMore(): void {
    if (this.#slots >= MOST_SLOTS) return;
    const slots = this.#slots * 2;
    const [lengths, times] = [new Uint16Array(slots), new Float64Array(slots)];
    const bytes = this.#bytes && Buffer.allocUnsafeSlow(slots * SLOT_BYTES);
    for (let age = this.#filled; age > 0; age--) {
      const [from, to] = [this.#slotOf(age), this.#filled - age];
      lengths[to] = this.#lengths[from] ?? 0;
      times[to] = this.#times[from] ?? 0;
      if (bytes) this.#bytes?.copy(bytes, to * SLOT_BYTES, from * SLOT_BYTES, (from + 1) * SLOT_BYTES);
    }
    this.#bytes = bytes;
    this.#lengths = lengths;
    this.#times = times;
    this.#next = this.#filled;
    this.#slots = slots;
  }

  /** Where a piece is that was kept so many pieces ago. */
  #slotOf(age: number): number {
    return (this.#next - age + this.#slots) % this.#slots;
  }

  /** Hands over what was said at that time or later, oldest first. What is handed over is valid only during the call. */
  since(at: number, consume: (audio: EncodedAudio) => void): void {
    if (!this.#bytes) return;
    for (let age = this.#filled; age > 0; age--) {
      const slot = this.#slotOf(age);
      const start = slot * SLOT_BYTES;
      if ((this.#times[slot] ?? 0) >= at) consume(this.#bytes.subarray(start, start + (this.#lengths[slot] ?? 0)));
    }
  }
}
