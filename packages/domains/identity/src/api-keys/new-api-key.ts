import { randomBytes } from 'node:crypto';
import { API_KEY_PREFIX } from './api-key.ts';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const RANDOM_BYTES = 32;
/** What 32 bytes take at most in base 62. */
const RANDOM_LENGTH = 43;
const SHOWN_LENGTH = 12;

/** Bytes as one number in base 62, padded so that all keys are of one length. */
function toBase62(bytes: Buffer): string {
  let rest = BigInt(`0x${bytes.toString('hex')}`);
  let text = '';
  for (let length = 0; length < RANDOM_LENGTH; length++) {
    text = (ALPHABET[Number(rest % 62n)] ?? '') + text;
    rest /= 62n;
  }
  return text;
}

/** A key of 256 random bits, as its owner gets it. */
export const newApiKey = (): string => API_KEY_PREFIX + toBase62(randomBytes(RANDOM_BYTES));

/** What may be shown of a key, so that its owner can tell it from others. */
export const shownPrefix = (plaintext: string): string => plaintext.slice(0, SHOWN_LENGTH);
