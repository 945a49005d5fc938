/**
 * Text that PostgreSQL can hold as text and as jsonb: no NUL character and no half of a surrogate pair, which UTF-8
 * cannot write. Requests with other text are refused; streams, which cannot be retried, are cleaned where they enter.
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The text as it can be stored: NUL characters are dropped, and lone surrogates become U+FFFD. */
export function toStorableText(text: string): string {
  return isStorableText(text) ? text : text.replaceAll('\0', '').toWellFormed();
}

const hasUnstorableKey = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !Object.keys(value).every(isStorableText);

/** How JSON writes NUL characters and halves of surrogate pairs. A backslash before it in the text makes it no other text. */
const UNSTORABLE_ESCAPE = /\\u(?:0000|d[89a-f])/;

/** The value as JSON that PostgreSQL can hold as jsonb: every text in it as `toStorableText` makes it, keys included. */
export function toStorableJson(value: unknown): string {
  // Nearly all can be stored as it stands, and to look at each text of a long conversation takes many times as long.
  const json = JSON.stringify(value);
  if (!UNSTORABLE_ESCAPE.test(json)) return json;
  return JSON.stringify(value, (_key, part: unknown) => {
    if (typeof part === 'string') return toStorableText(part);
    if (!hasUnstorableKey(part)) return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [toStorableText(key), inner]));
  });
}
