const QUOTE = 0x22;
const SPACE = 0x20;

/** Whether `bytes` stand at `at` in `message`. */
export function standsAt(message: Buffer, at: number, bytes: Buffer): boolean {
  if (at < 0 || message.length < at + bytes.length) return false;
  for (let index = 0; index < bytes.length; index++) if (message[at + index] !== bytes[index]) return false;
  return true;
}

/**
 * Finds the value of one string field in JSON messages that are not parsed. The messages of a stream have the same
 * layout, so the field is looked for where it was the last time before the message is searched.
 *
 * A quoted key with its colon cannot occur inside a string value, where its quotes would be escaped; the caller only has
 * to know that no other object in the message uses the same key.
 */
export class StringField {
  readonly #key: Buffer;
  #lastKeyAt = -1;

  constructor(name: string) {
    this.#key = Buffer.from(`"${name}":`);
  }

  /** Where the value starts, behind its opening quote, or -1. */
  valueStart(message: Buffer): number {
    if (!standsAt(message, this.#lastKeyAt, this.#key)) this.#lastKeyAt = message.indexOf(this.#key);
    if (this.#lastKeyAt < 0) return -1;
    let at = this.#lastKeyAt + this.#key.length;
    if (message[at] === SPACE) at++;
    return message[at] === QUOTE ? at + 1 : -1;
  }

  /** Whether the value is `expected`, which must not need escapes. */
  valueIs(message: Buffer, expected: Buffer): boolean {
    const start = this.valueStart(message);
    return start >= 0 && message[start + expected.length] === QUOTE && standsAt(message, start, expected);
  }
}
