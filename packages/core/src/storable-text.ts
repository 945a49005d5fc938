/**
 * Text that PostgreSQL can hold as text and as jsonb: no NUL character and no half of a surrogate pair, which UTF-8
 * cannot write. Requests with other text are refused; streams, which cannot be asked again, are cleaned where they enter.
 */
export function isStorableText(text: string): boolean {
  return !text.includes('\0') && text.isWellFormed();
}

/** The text as it can be stored: NUL characters are dropped, and lone surrogates become U+FFFD. */
export function toStorableText(text: string): string {
  return isStorableText(text) ? text : text.replaceAll('\0', '').toWellFormed();
}
