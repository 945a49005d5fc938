import { AppError, type FieldError } from '@leadlock/core/errors';
import { decodeText } from './charset.ts';

/** Fields by name, of a query or a form; one that was sent several times has several values. It inherits from nothing. */
export type TextFields = Record<string, string | string[] | undefined>;

export const MAX_QUERY_FIELDS = 200;
export const MAX_FORM_FIELDS = 1_000;

/** What needs no decoding, which is nearly everything. */
const PLAIN = /^[\x20-\x24\x26-\x2a\x2c-\x7e]*$/;
const PERCENT = 0x25;
const PLUS = 0x2b;
const SPACE = 0x20;

function hexDigit(code: number): number {
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}

/** The bytes that a text stands for which has a character for each of them, an escape, or a plus for a space. */
function unescapeBytes(escaped: string): Buffer {
  const bytes = Buffer.from(escaped, 'latin1');
  let length = 0;
  for (let at = 0; at < bytes.length; at += 1) {
    let byte = bytes[at] ?? 0;
    if (byte === PLUS) byte = SPACE;
    else if (byte === PERCENT) {
      const value = hexDigit(bytes[at + 1] ?? 0) * 16 + hexDigit(bytes[at + 2] ?? 0);
      if (!Number.isNaN(value)) {
        byte = value;
        at += 2;
      }
    }
    bytes[length] = byte;
    length += 1;
  }
  return bytes.subarray(0, length);
}

function countFields(text: string): number {
  let count = 1;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', at + 1)) count += 1;
  return count;
}

/**
 * Reads `a=1&b=2`, a character for each byte. A percent sign that begins no escape is taken as it stands, as browsers do.
 * @throws payload_too_large for too many fields, validation for escapes that are no text in the charset
 */
function parseFields(
  text: string,
  what: string,
  max: number,
  charset: string | null,
  loc: FieldError['loc'],
): TextFields {
  if (countFields(text) > max) throw new AppError('payload_too_large', `${what} has more than ${max} fields`);
  const decode = (escaped: string): string =>
    PLAIN.test(escaped) ? escaped : decodeText(unescapeBytes(escaped), charset, loc);
  const fields = Object.create(null) as TextFields;
  for (const pair of text.split('&')) {
    if (pair === '') continue;
    const mark = pair.indexOf('=');
    const name = decode(mark < 0 ? pair : pair.slice(0, mark));
    const value = mark < 0 ? '' : decode(pair.slice(mark + 1));
    const before = fields[name];
    if (before === undefined) fields[name] = value;
    else if (typeof before === 'string') fields[name] = [before, value];
    else before.push(value);
  }
  return fields;
}

/** A query, without its question mark. */
export const parseQuery = (query: string): TextFields =>
  parseFields(query, 'The query', MAX_QUERY_FIELDS, null, ['query']);

/** The body of a form. */
export const parseForm = (bytes: Buffer, charset: string | null): TextFields =>
  parseFields(bytes.toString('latin1'), 'The form', MAX_FORM_FIELDS, charset, ['body']);
