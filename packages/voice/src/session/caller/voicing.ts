import { linearOfMulaw } from '../../audio/mulaw.ts';
import type { EncodedAudio } from '../../contracts/audio.ts';

/** Every second sample is left out: voices repeat far below the 2 kHz that this still shows. */
const RATE = 4000;
const HIGHEST_PITCH_HZ = 400;
const LOWEST_PITCH_HZ = 75;
const SHORTEST_LAG = RATE / HIGHEST_PITCH_HZ;
const LONGEST_LAG = Math.ceil(RATE / LOWEST_PITCH_HZ);
/** 40 ms: two periods of the deepest voice. */
const WINDOW = 160;
const COMPARED = WINDOW - LONGEST_LAG;
/** How alike a sound and itself one period later are when vocal cords make it. Noise stays below 0.42. */
const VOICED = 0.48;

/**
 * Tells voices from coughs, clicks and hiss: vocal cords repeat their sound 75 to 400 times a second, and nothing else on a
 * phone line does so for long but tones, which are told apart by their steadiness.
 */
export class Voicing {
  readonly #bytes = Buffer.alloc(1024);
  readonly #window = new Float32Array(WINDOW);
  #last = 0;

  /** Whether a frame of 20 ms, with what was heard before it, is of a voice. */
  isVoiced(audio: EncodedAudio): boolean {
    this.#take(audio);
    return this.#likeness() >= VOICED;
  }

  /** What follows does not continue what was heard before. */
  reset(): void {
    this.#window.fill(0);
    this.#last = 0;
  }

  /** Moves the frame into the window: at half the rate, and without the rumble of a line. */
  #take(audio: EncodedAudio): void {
    const length = this.#bytes.write(audio.toString('latin1', 0, 1360), 'base64');
    const samples = Math.min(WINDOW, length >> 1);
    this.#window.copyWithin(0, samples);
    const start = WINDOW - samples;
    for (let index = 0; index < samples; index++) {
      const at = index * 2;
      const sample = ((linearOfMulaw[this.#bytes[at] ?? 0] ?? 0) + (linearOfMulaw[this.#bytes[at + 1] ?? 0] ?? 0)) / 2;
      this.#window[start + index] = sample - 0.9 * this.#last;
      this.#last = sample;
    }
  }

  /** How alike the window and itself one period later are, 0 to 1, for the period that fits best. */
  #likeness(): number {
    const window = this.#window;
    let own = 1e-6;
    let shifted = 1e-6;
    for (let index = 0; index < COMPARED; index++) {
      own += (window[index] as number) ** 2;
      shifted += (window[index + SHORTEST_LAG] as number) ** 2;
    }
    let best = 0;
    let before = 1;
    for (let lag = SHORTEST_LAG; lag <= LONGEST_LAG; lag++) {
      let product = 0;
      for (let index = 0; index < COMPARED; index++) {
        product += (window[index] as number) * (window[index + lag] as number);
      }
      const likeness = product / Math.sqrt(own * shifted);
      // A slope that falls from the first lag on is rumble, not a period.
      if (likeness > best && likeness > before) best = likeness;
      before = likeness;
      shifted += (window[lag + COMPARED] ?? 0) ** 2 - (window[lag] as number) ** 2;
    }
    return best;
  }
}
