import { linearOfMulaw } from '../../audio/mulaw.ts';
import type { TurnDetection } from '../../contracts/realtime-provider.ts';
import type { GeminiTuning } from './descriptor.ts';

const FRAME_MS = 20;
/** Mean amplitude (of 32,124) that counts as speech on a silent line, at the ends of the scale of `threshold`. */
const SOFTEST = 40;
const LOUDEST_FACTOR = 35;
/** Speech has to stand out from the line's noise by this factor; once somebody speaks, half of everything is enough. */
const ABOVE_NOISE = { low: 3, high: 2 };
/** So many loud frames among the last ones are the beginning of speech, and no click. */
const ONSET = { low: { loud: 5, of: 8 }, high: { loud: 2, of: 4 } };
/** The noise of a line is its quietest frame of the last 2.5 to 5 s: no speech goes on for so long without a gap. */
const NOISE_FRAMES = 125;
/** Who waits long, waits at least so long, in ms. */
const PATIENT_SILENCE_MS = 1000;

const AMPLITUDE = Uint16Array.from(linearOfMulaw, Math.abs);

/** How many frames before the one that proves it belong to the beginning of speech. */
export const ONSET_FRAMES = ONSET.low.of;

/**
 * Tells when the caller begins and ceases to speak, frame by frame, by loudness. It decides as soon as it can, so that an
 * utterance of one syllable is noticed.
 */
export class SpeechDetector {
  readonly #loud: number;
  readonly #aboveNoise: number;
  readonly #onset: { loud: number; of: number };
  readonly #silenceFrames: number;
  #isSpeaking = false;
  /** One bit a frame, the newest lowest. */
  #recent = 0;
  #quietFrames = 0;
  #framesOfMinimum = 0;
  #minimum = Infinity;
  #formerMinimum = Infinity;

  constructor({ threshold, silenceDurationMs }: TurnDetection, { startSensitivity, endSensitivity }: GeminiTuning) {
    this.#loud = (SOFTEST * LOUDEST_FACTOR ** threshold) / (startSensitivity === 'high' ? 2 : 1);
    this.#aboveNoise = ABOVE_NOISE[startSensitivity];
    this.#onset = ONSET[startSensitivity];
    const silenceMs =
      endSensitivity === 'high' ? silenceDurationMs : Math.max(2 * silenceDurationMs, PATIENT_SILENCE_MS);
    this.#silenceFrames = Math.max(1, Math.round(silenceMs / FRAME_MS));
  }

  /** Takes the caller for quiet until they are heard anew. */
  stop(): void {
    this.#isSpeaking = false;
    this.#recent = 0;
  }

  /** Takes the next frame of μ-law; tells when it makes the difference. */
  hear(frame: Uint8Array): 'started' | 'stopped' | null {
    let sum = 0;
    for (let index = 0; index < frame.length; index++) sum += AMPLITUDE[frame[index] ?? 0] ?? 0;
    const level = frame.length > 0 ? sum / frame.length : 0;
    const ease = this.#isSpeaking ? 0.5 : 1;
    const isLoud = level > this.#loud * ease && level > this.#noise() * Math.max(1.5, this.#aboveNoise * ease);
    this.#follow(level);
    return this.#isSpeaking ? this.#whileSpeaking(isLoud) : this.#whileQuiet(isLoud);
  }

  #noise(): number {
    const noise = Math.min(this.#minimum, this.#formerMinimum);
    return noise === Infinity ? 0 : noise;
  }

  #follow(level: number): void {
    this.#minimum = Math.min(this.#minimum, level);
    if (++this.#framesOfMinimum < NOISE_FRAMES) return;
    this.#formerMinimum = this.#minimum;
    this.#minimum = Infinity;
    this.#framesOfMinimum = 0;
  }

  #whileQuiet(isLoud: boolean): 'started' | null {
    this.#recent = ((this.#recent << 1) | (isLoud ? 1 : 0)) & ((1 << this.#onset.of) - 1);
    let loud = 0;
    for (let bits = this.#recent; bits > 0; bits &= bits - 1) loud++;
    if (loud < this.#onset.loud) return null;
    this.#isSpeaking = true;
    this.#recent = this.#quietFrames = 0;
    return 'started';
  }

  #whileSpeaking(isLoud: boolean): 'stopped' | null {
    this.#quietFrames = isLoud ? 0 : this.#quietFrames + 1;
    if (this.#quietFrames < this.#silenceFrames) return null;
    this.#isSpeaking = false;
    return 'stopped';
  }
}
