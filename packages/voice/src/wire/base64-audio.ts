import type { EncodedAudio } from '../contracts/audio.ts';

const PAD = 0x3d;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** 1 for every byte that may not stand in base64, so that a whole frame is checked with one OR a byte. */
const FOREIGN = new Uint8Array(256).fill(1);
for (const char of ALPHABET) FOREIGN[char.charCodeAt(0)] = 0;

/**
 * Whether `audio` is complete, padded base64 and so can be put between quotes of a JSON message unchanged.
 * A frame comes from outside: a stray quote or backslash in it would break the message that we build around it.
 */
export function isBase64(audio: EncodedAudio): boolean {
  const { length } = audio;
  if (length === 0 || length % 4 !== 0) return false;
  const end = length - paddingOf(audio);
  let foreign = 0;
  for (let index = 0; index < end; index++) foreign |= FOREIGN[audio[index] ?? 0] ?? 1;
  return foreign === 0;
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
