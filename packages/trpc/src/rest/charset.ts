import { isUtf8 } from 'node:buffer';
import { MIMEType, TextDecoder } from 'node:util';
import { AppError, type FieldError } from '@leadlock/core/errors';

/** What a `Content-Type` header says. */
export interface DeclaredType {
  /** In lower case, without parameters; empty without a header. */
  mediaType: string;
  /** As the header names it; null when it names none. */
  charset: string | null;
}

const BOM = [0xef, 0xbb, 0xbf] as const;
const UTF_8 = /^utf-?8$/i;

function charsetOf(header: string): string | null {
  if (!header.includes(';')) return null;
  try {
    return new MIMEType(header).params.get('charset');
  } catch {
    // Some clients write parameters that are none.
    return null;
  }
}

export function declaredType(header: string | undefined): DeclaredType {
  if (header === undefined) return { mediaType: '', charset: null };
  const [type = ''] = header.split(';', 1);
  return { mediaType: type.trim().toLowerCase(), charset: charsetOf(header) };
}

export function notInCharset(loc: FieldError['loc'], charset: string): AppError {
  const msg = `Input should be valid ${charset}`;
  return new AppError('validation', msg, { fields: [{ type: 'value_error', loc, msg, input: null }] });
}

function decoderFor(charset: string): TextDecoder {
  try {
    return new TextDecoder(charset, { fatal: true });
  } catch {
    throw new AppError('unsupported_media_type', `Unsupported charset ${charset.slice(0, 50)}`);
  }
}

/**
 * Bytes as text: in the charset that was declared, in UTF-8 without one. A byte order mark is left out.
 * @throws unsupported_media_type for a charset that nobody knows, validation for bytes that are not in the charset
 */
export function decodeText(bytes: Buffer, charset: string | null, loc: FieldError['loc']): string {
  if (charset === null || UTF_8.test(charset)) {
    if (!isUtf8(bytes)) throw notInCharset(loc, 'UTF-8');
    const hasMark = BOM.every((byte, index) => bytes[index] === byte);
    return bytes.toString('utf8', hasMark ? BOM.length : 0);
  }
  const decoder = decoderFor(charset);
  try {
    return decoder.decode(bytes);
  } catch {
    throw notInCharset(loc, decoder.encoding);
  }
}
