import { PictureRefused } from '../picture-refused.ts';

/** How an XML document without a byte order mark begins in UTF-16: `<` and a byte of zeros. */
const UTF_16_STARTS: readonly (readonly [first: number, second: number, encoding: string])[] = [
  [0xff, 0xfe, 'utf-16le'],
  [0xfe, 0xff, 'utf-16be'],
  [0x3c, 0x00, 'utf-16le'],
  [0x00, 0x3c, 'utf-16be'],
];

/** As much of a document as holds its declaration. */
const DECLARATION_LENGTH = 200;
const DECLARED_ENCODING = /^<\?xml\s[^>]*?\bencoding\s*=\s*["']([\w.:-]+)["']/;

function encodingOf(bytes: Uint8Array): string {
  const start = UTF_16_STARTS.find(([first, second]) => bytes[0] === first && bytes[1] === second);
  if (start) return start[2];
  const declaration = new TextDecoder('latin1').decode(bytes.subarray(0, DECLARATION_LENGTH));
  return DECLARED_ENCODING.exec(declaration)?.[1] ?? 'utf-8';
}

/** The text of an XML document, in the encoding that its first bytes or its declaration tell. @throws PictureRefused */
export function decodeXml(bytes: Uint8Array): string {
  try {
    return new TextDecoder(encodingOf(bytes), { fatal: true }).decode(bytes);
  } catch {
    throw new PictureRefused('The file is neither an image nor text', 'format');
  }
}
