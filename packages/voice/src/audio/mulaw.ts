/**
 * G.711 μ-law, table driven. Linear samples are 16 bit: the 14-bit values of the recommendation times four.
 * A μ-law byte is sign, 3 bits of segment and 4 bits within the segment, all inverted on the wire.
 */

/** The byte that stands for silence (linear 0). */
export const MULAW_SILENCE = 0xff;
/** Bytes a millisecond at 8 kHz. */
export const MULAW_BYTES_PER_MS = 8;

/** Moves the segment ends onto powers of two. */
const BIAS = 132;
const CLIP = 32_635;

/** The linear value of every μ-law byte. */
export const linearOfMulaw: Readonly<Int16Array> = Int16Array.from({ length: 256 }, (_, byte) => expand(byte));
const mulawOfLinear = Uint8Array.from({ length: 65_536 }, (_, bits) => compress((bits << 16) >> 16));

function expand(byte: number): number {
  const code = ~byte & 0xff;
  const segment = (code >> 4) & 7;
  const magnitude = ((((code & 15) << 3) + BIAS) << segment) - BIAS;
  return code & 0x80 ? -magnitude : magnitude;
}

function compress(sample: number): number {
  const magnitude = Math.min(Math.abs(sample), CLIP) + BIAS;
  const segment = 24 - Math.clz32(magnitude);
  const code = (segment << 4) | ((magnitude >> (segment + 3)) & 15);
  return ~(sample < 0 ? code | 0x80 : code) & 0xff;
}

/** Writes the linear samples of `mulaw` into `linear`, which must be at least as long, and returns how many. */
export function decodeMulaw(mulaw: Uint8Array, linear: Int16Array): number {
  if (linear.length < mulaw.length) throw new RangeError('The output is shorter than the input');
  for (let i = 0; i < mulaw.length; i++) linear[i] = linearOfMulaw[mulaw[i] as number] as number;
  return mulaw.length;
}

/** Writes the μ-law bytes of `linear` into `mulaw`, which must be at least as long, and returns how many. */
export function encodeMulaw(linear: Int16Array, mulaw: Uint8Array): number {
  if (mulaw.length < linear.length) throw new RangeError('The output is shorter than the input');
  for (let i = 0; i < linear.length; i++) mulaw[i] = mulawOfLinear[(linear[i] as number) & 0xffff] as number;
  return linear.length;
}
