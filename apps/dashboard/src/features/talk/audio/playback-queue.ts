import { linearOfMulaw } from '@leadlock/voice/audio';

/** So much sound is gathered before playing begins, so that one late packet leaves no gap: 60 ms. */
const GATHER_SAMPLES = 480;

type Entry = { audio: Uint8Array; at: number } | { mark: string };

/** What is to be played, μ-law of 8 kHz, and the marks in it. */
export class PlaybackQueue {
  readonly #mostSamples: number;
  #entries: Entry[] = [];
  #queued = 0;
  /** Silence played while sound was being gathered. Null while playing. */
  #gathered: number | null = 0;

  /** @param mostSamples of what is live: with more than that the queue has fallen behind, and begins with what comes now. */
  constructor(mostSamples = Infinity) {
    this.#mostSamples = mostSamples;
  }

  push(audio: Uint8Array): void {
    if (audio.length === 0) return;
    if (this.#queued > this.#mostSamples) this.clear();
    this.#entries.push({ audio, at: 0 });
    this.#queued += audio.length;
  }

  /** The names that are reached at once, because nothing is queued before them. */
  mark(name: string): string[] {
    this.#entries.push({ mark: name });
    return this.#takeMarks();
  }

  /** Drops everything and names the marks that were in it. */
  clear(): string[] {
    const marks = this.#entries.flatMap((entry) => ('mark' in entry ? [entry.mark] : []));
    this.#entries = [];
    this.#queued = 0;
    this.#gathered = 0;
    return marks;
  }

  get isEmpty(): boolean {
    return this.#queued === 0;
  }

  /** Fills `target` with the next samples, and silence where there are none; names the marks that were reached. */
  pull(target: Int16Array): string[] {
    if (this.#gathered !== null && !this.#hasGathered(target.length)) {
      target.fill(0);
      return [];
    }
    const reached: string[] = [];
    let filled = 0;
    while (filled < target.length) {
      reached.push(...this.#takeMarks());
      const next = this.#entries[0];
      if (next === undefined || 'mark' in next) break;
      const end = Math.min(next.audio.length, next.at + target.length - filled);
      while (next.at < end) {
        target[filled] = linearOfMulaw[next.audio[next.at] ?? 0xff] ?? 0;
        filled += 1;
        next.at += 1;
        this.#queued -= 1;
      }
      if (next.at === next.audio.length) this.#entries.shift();
    }
    reached.push(...this.#takeMarks());
    target.fill(0, filled);
    if (this.#queued === 0) this.#gathered = 0;
    return reached;
  }

  /** Whether playing may begin: enough is there, or what is there has waited long enough to be all. */
  #hasGathered(samples: number): boolean {
    if (this.#queued === 0) return false;
    this.#gathered = (this.#gathered ?? 0) + samples;
    if (this.#queued < GATHER_SAMPLES && this.#gathered < GATHER_SAMPLES) return false;
    this.#gathered = null;
    return true;
  }

  #takeMarks(): string[] {
    const firstAudio = this.#entries.findIndex((entry) => 'audio' in entry);
    const marks = this.#entries.splice(0, firstAudio < 0 ? this.#entries.length : firstAudio);
    return marks.flatMap((entry) => ('mark' in entry ? [entry.mark] : []));
  }
}
