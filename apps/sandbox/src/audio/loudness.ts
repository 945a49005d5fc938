import { linearOfMulaw } from '@leadlock/voice/audio';
import { FRAME_BYTES } from './frames.ts';

/** Mean square from which a frame counts as audible: -45 dB of full scale. */
const AUDIBLE_MEAN_SQUARE = 32_768 ** 2 * 10 ** -4.5;

const squareOfMulaw = Float64Array.from(linearOfMulaw, (sample) => sample * sample);

export function isAudible(frame: Uint8Array): boolean {
  let sum = 0;
  for (let i = 0; i < frame.length; i++) sum += squareOfMulaw[frame[i] ?? 0] ?? 0;
  return sum > AUDIBLE_MEAN_SQUARE * frame.length;
}

/** The audio without the silence behind its last sound, so that its end is the end of the speech. */
export function withoutTrailingSilence(mulaw: Uint8Array): Uint8Array {
  let end = mulaw.length;
  while (end > 0 && !isAudible(mulaw.subarray(Math.max(0, end - FRAME_BYTES), end))) end -= FRAME_BYTES;
  return mulaw.subarray(0, Math.max(0, end));
}
