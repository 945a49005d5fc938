import type { EncodedAudio } from '../contracts/audio.ts';

const PAD = 0x3d;
const QUOTE = 0x22;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** 1 for every byte that may not stand in base64, so that four characters are checked with three ORs. */
const FOREIGN = new Uint8Array(256).fill(1);
for (const char of ALPHABET) FOREIGN[char.charCodeAt(0)] = 0;

/** The six bits of every character, and the character of every six bits. */
const BITS = new Uint8Array(256);
const CHARACTERS = new Uint8Array(64);
for (let bits = 0; bits < ALPHABET.length; bits++) {
  CHARACTERS[bits] = ALPHABET.charCodeAt(bits);
  BITS[ALPHABET.charCodeAt(bits)] = bits;
}

/**
 * The end of the padded base64 that starts at `start` and is closed by a quote, or -1. Finding the end and checking
 * every character is one pass: audio comes from outside, and a stray character in it would break the message that we
 * build around it.
 */
export function base64End(message: Buffer, start: number): number {
  const { length } = message;
  let at = start;
  while (
    at + 4 <= length &&
    ((FOREIGN[message[at] ?? 0] ?? 1) |
      (FOREIGN[message[at + 1] ?? 0] ?? 1) |
      (FOREIGN[message[at + 2] ?? 0] ?? 1) |
      (FOREIGN[message[at + 3] ?? 0] ?? 1)) ===
      0
  ) {
    at += 4;
  }
  if (message[at] !== QUOTE) {
    const twoCharacters = !FOREIGN[message[at] ?? 0] && !FOREIGN[message[at + 1] ?? 0];
    const third = message[at + 2] ?? 0;
    if (!twoCharacters || (third !== PAD && FOREIGN[third]) || message[at + 3] !== PAD) return -1;
    at += 4;
  }
  return at > start && message[at] === QUOTE ? at : -1;
}

/** A string of a parsed message as audio, or null when it is not complete, padded base64. */
export function readBase64(text: string): EncodedAudio | null {
  const quoted = Buffer.from(`${text}"`, 'latin1');
  const end = base64End(quoted, 0);
  return end === text.length && end > 0 ? quoted.subarray(0, end) : null;
}

/** How many bytes of sound `audio` stands for. */
export function decodedLength(audio: EncodedAudio): number {
  return (audio.length >> 2) * 3 - paddingOf(audio);
}

function paddingOf(audio: EncodedAudio): number {
  const { length } = audio;
  if (audio[length - 1] !== PAD) return 0;
  return audio[length - 2] === PAD ? 2 : 1;
}

/** Raw μ-law as it goes over the wire. */
export const encodeAudio = (mulaw: Uint8Array): EncodedAudio =>
  Buffer.from(Buffer.from(mulaw.buffer, mulaw.byteOffset, mulaw.byteLength).toString('base64'), 'latin1');

/** Writes the bytes that `audio` stands for into `bytes`, as many as fit, and returns how many. Allocates nothing. */
export function decodeAudio(audio: EncodedAudio, bytes: Uint8Array): number {
  const length = Math.min(decodedLength(audio), bytes.length);
  let at = 0;
  for (let index = 0; at < length; index += 4) {
    const bits =
      ((BITS[audio[index] ?? 0] ?? 0) << 18) |
      ((BITS[audio[index + 1] ?? 0] ?? 0) << 12) |
      ((BITS[audio[index + 2] ?? 0] ?? 0) << 6) |
      (BITS[audio[index + 3] ?? 0] ?? 0);
    bytes[at++] = bits >> 16;
    if (at < length) bytes[at++] = bits >> 8;
    if (at < length) bytes[at++] = bits;
  }
  return length;
}

/** Writes `length` bytes as padded base64 into `text`, which must have room for it, and returns how many characters. */
export function writeBase64(bytes: Uint8Array, length: number, text: Uint8Array): number {
  let end = 0;
  for (let at = 0; at < length; at += 3) {
    const left = length - at;
    const bits =
      ((bytes[at] ?? 0) << 16) | (left > 1 ? (bytes[at + 1] ?? 0) << 8 : 0) | (left > 2 ? (bytes[at + 2] ?? 0) : 0);
    text[end++] = CHARACTERS[bits >> 18] ?? 0;
    text[end++] = CHARACTERS[(bits >> 12) & 63] ?? 0;
    text[end++] = left > 1 ? (CHARACTERS[(bits >> 6) & 63] ?? 0) : PAD;
    text[end++] = left > 2 ? (CHARACTERS[bits & 63] ?? 0) : PAD;
  }
  return end;
}
