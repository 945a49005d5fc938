import type { EncodedAudio } from '../../contracts/audio.ts';

/** Mean amplitude (of 32,635) that counts as speech on a silent line: about -38 dB, far above a phone line's hiss. */
const LOUD = 400;
/** On a noisy line speech has to stand out by this factor, about 10 dB. */
const ABOVE_NOISE = 3;
/** The noise estimate follows quiet frames in about 0.2 s and loud ones in about 10 s. */
const FALL = 0.1;
const RISE = 0.002;
/** Every second group of four characters is looked at: one sample in six. */
const STEP = 8;

/**
 * The first of four base64 characters holds the upper six bits of a μ-law sample: sign, exponent and half of the
 * mantissa. That is enough to tell speech from silence without decoding.
 */
const AMPLITUDE = new Uint16Array(256);
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let index = 0; index < ALPHABET.length; index++) {
  const bits = ~(index << 2) & 0xff;
  const exponent = (bits >> 4) & 7;
  const mantissa = bits & 0x0c;
  AMPLITUDE[ALPHABET.charCodeAt(index)] = (((mantissa << 3) + 0x84) << exponent) - 0x84;
}

/** The mean amplitude (of 32,635) of a piece of audio, of which one group of four characters in every `step` is looked at. */
export function meanAmplitude(audio: EncodedAudio, step: number): number {
  let sum = 0;
  for (let index = 0; index < audio.length; index += step) sum += AMPLITUDE[audio[index] ?? 0] ?? 0;
  return (sum * step) / audio.length;
}

/** Tells frames with speech from silence and from the line's steady noise. */
export class EnergyGate {
  #noise = LOUD / ABOVE_NOISE;
  /** The mean amplitude of the frame looked at last. */
  level = 0;

  /** The line's own mean amplitude. */
  get noise(): number {
    return this.#noise;
  }

  isLoud(audio: EncodedAudio): boolean {
    const level = meanAmplitude(audio, STEP);
    this.level = level;
    this.#noise += (level - this.#noise) * (level < this.#noise ? FALL : RISE);
    return level > LOUD && level > this.#noise * ABOVE_NOISE;
  }
}
