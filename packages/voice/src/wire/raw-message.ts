const QUOTE = 0x22;
const SPACE = 0x20;

/**
 * Where the value of a string field starts in a JSON message that is not parsed, or -1.
 * `key` is the quoted key with its colon. A quoted key cannot occur inside a string value, where its quotes
 * would be escaped; the caller only has to know that no nested object uses the same key.
 */
export function stringValueStart(message: Buffer, key: Buffer, from = 0): number {
  const found = message.indexOf(key, from);
  if (found < 0) return -1;
  let index = found + key.length;
  if (message[index] === SPACE) index++;
  return message[index] === QUOTE ? index + 1 : -1;
}

/** The end of the string value that starts at `start`, or -1. Right only for values without escapes, such as base64 and ids. */
export const stringValueEnd = (message: Buffer, start: number): number => message.indexOf(QUOTE, start);

export function startsWith(message: Buffer, head: Buffer): boolean {
  if (message.length < head.length) return false;
  for (let index = 0; index < head.length; index++) if (message[index] !== head[index]) return false;
  return true;
}
