import { toStorableText } from '@leadlock/core/storable-text';

const MAX_LENGTH = 64 * 1024;

/**
 * Text that arrives in pieces. A piece may end in the middle of a character: its first half is kept back until the rest
 * is there, so that only what is broken for good becomes U+FFFD.
 */
export class GrowingText {
  #raw = '';

  /** Adds a piece as it came; returns the whole text so far, fit to be stored. */
  append(piece: string): string {
    if (this.#raw.length < MAX_LENGTH) this.#raw += piece;
    return this.text;
  }

  get text(): string {
    const last = this.#raw.charCodeAt(this.#raw.length - 1);
    const isHalf = last >= 0xd800 && last <= 0xdbff;
    return toStorableText(isHalf ? this.#raw.slice(0, -1) : this.#raw);
  }
}
