import { newId } from '@leadlock/core/ids';

const BYTES_PER_MS = 8;
const CHUNK_BYTES = 1000 * BYTES_PER_MS;
/** Of what is not answered so much is kept, in ms: enough to be said again to another connection. */
const MAX_KEPT_MS = 30_000;

/** Something that the caller says, from its first sound on, kept as μ-law until it is answered. */
export class Utterance {
  readonly itemId = `item_${newId()}`;
  /** The caller has ceased to speak. */
  isOver = false;
  /** It is told when an answer to it is wanted, and not before. */
  isWaiting = false;
  /** The server was told some of it; all of it. */
  isBegun = false;
  isTold = false;
  #chunks: Uint8Array[] = [];
  #length = 0;
  /** The first byte that is still kept. */
  #first = 0;
  /** Up to here it was sent. */
  #sent = 0;

  append(mulaw: Uint8Array): void {
    for (let at = 0; at < mulaw.length;) {
      const room = this.#length % CHUNK_BYTES;
      if (room === 0) this.#chunks.push(new Uint8Array(CHUNK_BYTES));
      const piece = mulaw.subarray(at, at + CHUNK_BYTES - room);
      this.#chunks.at(-1)?.set(piece, room);
      this.#length += piece.length;
      at += piece.length;
    }
    if (this.#chunks.length * CHUNK_BYTES <= MAX_KEPT_MS * BYTES_PER_MS) return;
    this.#chunks.shift();
    this.#first += CHUNK_BYTES;
  }

  /** Sends what was not sent yet, in pieces of up to `largest` bytes, which are valid during the call. */
  send(largest: number, write: (mulaw: Uint8Array) => void): void {
    this.#sent = Math.max(this.#sent, this.#first);
    while (this.#sent < this.#length) {
      const at = this.#sent - this.#first;
      const chunk = this.#chunks[Math.floor(at / CHUNK_BYTES)];
      const start = at % CHUNK_BYTES;
      const end = Math.min(start + largest, CHUNK_BYTES, start + this.#length - this.#sent);
      if (chunk) write(chunk.subarray(start, end));
      this.#sent += end - start;
    }
  }

  /** Nobody has heard anything of it. */
  forgetSent(): void {
    this.isBegun = this.isTold = false;
    this.#sent = this.#first;
  }
}
