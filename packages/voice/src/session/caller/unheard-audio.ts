import type { EncodedAudio } from '../../contracts/audio.ts';
import { encodeAudio } from '../../wire/base64-audio.ts';

const BYTES_PER_MS = 8;
/** Ten minutes, and pieces of 10 ms: no answer is so long, and whoever sends more sends without end. */
const MOST_BYTES = 600_000 * BYTES_PER_MS;
const MOST_PIECES = 60_000;

/** A piece of what the agent says. */
export interface Piece {
  itemId: string;
  audio: EncodedAudio;
  /** Bytes of sound. */
  bytes: number;
}

/** What was sent to the caller and not heard yet, so that it can be played on after an interruption that was none. */
export class UnheardAudio {
  #pieces: (Piece & { end: number })[] = [];
  #first = 0;
  #sent = 0;

  /** So much waits to be heard that no more of it is taken. */
  get isFull(): boolean {
    const next = this.#pieces[this.#first];
    return (
      next !== undefined && (this.#pieces.length - this.#first >= MOST_PIECES || this.#sent - next.end >= MOST_BYTES)
    );
  }

  /** Keeps a copy, because audio is valid only during the call. */
  add(itemId: string, audio: EncodedAudio, bytes: number): void {
    this.#sent += bytes;
    this.#pieces.push({ itemId, audio: Buffer.from(audio), bytes, end: this.#sent });
  }

  /** So much of all that was sent since the last interruption was heard, in ms. */
  heard(ms: number): void {
    const position = ms * BYTES_PER_MS;
    while ((this.#pieces[this.#first]?.end ?? Infinity) <= position) this.#first++;
    if (this.#first < 64 && this.#first < this.#pieces.length) return;
    this.#pieces = this.#pieces.slice(this.#first);
    this.#first = 0;
  }

  /** All that follows a position, in ms. */
  after(ms: number): Piece[] {
    this.heard(ms);
    const position = Math.round(ms * BYTES_PER_MS);
    return this.#pieces.slice(this.#first).map(({ itemId, audio, bytes, end }) => {
      const heardBytes = Math.max(0, position - (end - bytes));
      return heardBytes === 0 ? { itemId, audio, bytes } : { itemId, ...withoutStart(audio, heardBytes) };
    });
  }

  /** The same, and nothing is kept any more. */
  takeAfter(ms: number): Piece[] {
    const rest = this.after(ms);
    this.clear();
    return rest;
  }

  clear(): void {
    this.#pieces = [];
    this.#first = this.#sent = 0;
  }
}

function withoutStart(audio: EncodedAudio, bytes: number): Omit<Piece, 'itemId'> {
  const rest = Buffer.from(audio.toString('latin1'), 'base64').subarray(bytes);
  return { audio: encodeAudio(rest), bytes: rest.length };
}
