/** G.711 μ-law of 8 kHz: a byte a sample. */
const SAMPLES_PER_MS = 8;
const SILENCE = 0xff;
const CHANNELS = 2;
/** The caller's sound comes as it is spoken, a little early or late: only a longer gap is silence. */
const JITTER = 200 * SAMPLES_PER_MS;

export type Side = 'caller' | 'agent';

const silence = (samples: number): Buffer => Buffer.alloc(Math.max(0, samples), SILENCE);

/** Both sides of a call as they are heard, in time: the agent's sound comes faster than it is played. */
export class HeardSound {
  /** What was taken already, in samples from the beginning. */
  #taken = 0;
  readonly #waiting: Record<Side, Buffer> = { caller: silence(0), agent: silence(0) };

  /** @param atMs when it came, from the beginning */
  add(side: Side, sound: Uint8Array, atMs: number): void {
    const waiting = this.#waiting[side];
    const gap = Math.floor(atMs * SAMPLES_PER_MS) - this.#taken - waiting.length;
    const isPause = gap > (side === 'caller' ? JITTER : 0);
    this.#waiting[side] = Buffer.concat([waiting, silence(isPause ? gap : 0), sound]);
  }

  /** The caller interrupted: they will not hear what of the agent's sound is not played yet. */
  clear(atMs: number): void {
    const played = Math.max(0, Math.floor(atMs * SAMPLES_PER_MS) - this.#taken);
    this.#waiting.agent = this.#waiting.agent.subarray(0, played);
  }

  /** What was heard since the last time, the caller on the left and the agent on the right. */
  take(atMs: number): Buffer {
    const count = Math.max(0, Math.floor(atMs * SAMPLES_PER_MS) - this.#taken);
    const sound = Buffer.alloc(count * CHANNELS, SILENCE);
    for (const [channel, side] of (['caller', 'agent'] as const).entries()) {
      const waiting = this.#waiting[side];
      for (let at = 0; at < Math.min(count, waiting.length); at += 1)
        sound[at * CHANNELS + channel] = waiting[at] ?? SILENCE;
      this.#waiting[side] = waiting.subarray(count);
    }
    this.#taken += count;
    return sound;
  }

  /** When the call ends of which no more comes: after all that the caller said. */
  endsAt(atMs: number): number {
    return Math.max(atMs, (this.#taken + this.#waiting.caller.length) / SAMPLES_PER_MS);
  }

  /** Until when nothing changes any more that was heard: later sound of the caller may still belong before now. */
  static settledAt(atMs: number): number {
    return Math.max(0, atMs - JITTER / SAMPLES_PER_MS);
  }
}
