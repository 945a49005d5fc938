import { MULAW_BYTES_PER_MS, MULAW_SILENCE } from '@leadlock/voice/audio';
import { FRAME_BYTES } from './frames.ts';

type Entry = { audio: Uint8Array } | { onPlayed: () => void };

/** Audio waiting to be played in real time, with marks in between that report when playback reaches them. */
export class PlaybackQueue {
  #entries: Entry[] = [];
  #queuedBytes = 0;

  /** Audio that waits, in ms. */
  get queuedMs(): number {
    return this.#queuedBytes / MULAW_BYTES_PER_MS;
  }

  append(audio: Uint8Array): void {
    if (audio.length === 0) return;
    this.#entries.push({ audio });
    this.#queuedBytes += audio.length;
  }

  /** Reports when everything queued so far was played or cleared; at once when nothing is queued. */
  mark(onPlayed: () => void): void {
    if (this.#entries.length === 0) onPlayed();
    else this.#entries.push({ onPlayed });
  }

  /** Drops what was not played yet; its marks are reported. */
  clear(): void {
    const dropped = this.#entries;
    this.#entries = [];
    this.#queuedBytes = 0;
    for (const entry of dropped) if ('onPlayed' in entry) entry.onPlayed();
  }

  /**
   * The next 20 ms, filled up with silence; null when nothing is queued. A mark is reported by the call after the frame
   * that ends in front of it, which is when that frame has been played.
   */
  nextFrame(): Uint8Array | null {
    this.#reportMarks();
    if (this.#queuedBytes === 0) return null;
    const frame = new Uint8Array(FRAME_BYTES).fill(MULAW_SILENCE);
    let filled = 0;
    for (let entry = this.#entries[0]; entry && filled < FRAME_BYTES; entry = this.#entries[0]) {
      if ('onPlayed' in entry) {
        this.#reportMarks();
        continue;
      }
      const part = entry.audio.subarray(0, FRAME_BYTES - filled);
      frame.set(part, filled);
      filled += part.length;
      this.#queuedBytes -= part.length;
      if (part.length === entry.audio.length) this.#entries.shift();
      else entry.audio = entry.audio.subarray(part.length);
    }
    return frame;
  }

  #reportMarks(): void {
    for (let entry = this.#entries[0]; entry && 'onPlayed' in entry; entry = this.#entries[0]) {
      this.#entries.shift();
      entry.onPlayed();
    }
  }
}
