import { toStorableText } from '@leadlock/core/storable-text';

const MAX_LENGTH = 64 * 1024;

/**
 * Text that arrives in pieces. A piece may end in the middle of a character: its first half is kept back until the rest
 * is there, so that only what is broken for good becomes U+FFFD.
 */
export class GrowingText {
  #raw = '';
  /** As it was read last, which a text that does not grow any more always is. */
  #text: string | null = null;

  /** Adds a piece as it came; returns the whole text so far, fit to be stored. */
  append(piece: string): string {
    const room = MAX_LENGTH - this.#raw.length;
    if (room > 0 && piece !== '') {
      this.#raw += piece.slice(0, room);
      this.#text = null;
    }
    return this.text;
  }

  get text(): string {
    if (this.#text !== null) return this.#text;
    const last = this.#raw.charCodeAt(this.#raw.length - 1);
    const isHalf = last >= 0xd800 && last <= 0xdbff;
    return (this.#text = toStorableText(isHalf ? this.#raw.slice(0, -1) : this.#raw));
  }
}
