import { createResampler, type Resampler } from '../../audio/resample.ts';
import { encodeMulaw } from '../../audio/mulaw.ts';
import type { EncodedAudio } from '../../contracts/audio.ts';
import { writeBase64 } from '../../wire/base64-audio.ts';

const PHONE_RATE = 8000;
/** What Gemini speaks at, unless a piece says otherwise. */
export const AGENT_RATE = 24_000;
/** Rates that anybody speaks at. A filter for one that shares no divisor with 8000 takes seconds to make. */
const RATES = new Set([8000, 11_025, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000]);
/** Characters of base64 that are taken at once: 200 ms at 24 kHz. Four of them are three bytes. */
const SLICE = 12_800;
const SLICE_BYTES = (SLICE / 4) * 3;
/** A telephone carries 300 to 3400 Hz. Of what lies above 4 kHz, which would fold back, nothing is left to be heard. */
const FILTER = { taps: 40, cutoff: 0.92 };

/** Turns the agent's 16-bit samples into μ-law at 8 kHz, as one stream whatever the sizes of its pieces. */
export class AgentAudio {
  readonly #emit: (audio: EncodedAudio, bytes: number) => void;
  #rate = AGENT_RATE;
  #resampler: Resampler = createResampler(AGENT_RATE, PHONE_RATE, FILTER);
  /** By rate: each is made once, however often the rate changes. */
  readonly #resamplers = new Map<number, Resampler>([[AGENT_RATE, this.#resampler]]);
  /** Room for one slice, and before it for half a sample that was left over. */
  readonly #bytes = Buffer.from(new ArrayBuffer(SLICE_BYTES + 2));
  #left = 0;
  #mulaw = new Uint8Array(0);
  #text: Buffer = Buffer.alloc(0);

  /** `emit` is handed audio that is valid during the call, and how many bytes of sound it stands for. */
  constructor(emit: (audio: EncodedAudio, bytes: number) => void) {
    this.#emit = emit;
  }

  /** The rate of what follows; one that nobody uses is ignored. */
  setRate(rate: number): void {
    if (rate === this.#rate || !RATES.has(rate)) return;
    this.#rate = rate;
    this.#resampler = this.#resamplers.get(rate) ?? createResampler(rate, PHONE_RATE, FILTER);
    this.#resamplers.set(rate, this.#resampler);
    this.drop();
    this.#left = 0;
  }

  /** The base64 between `start` and `end` of a message. */
  decode(message: Buffer, start: number, end: number): void {
    for (let at = start; at < end; at += SLICE) this.#decode(message.toString('latin1', at, Math.min(end, at + SLICE)));
  }

  #decode(base64: string): void {
    const bytes = this.#left + this.#bytes.write(base64, this.#left, 'base64');
    const count = bytes >> 1;
    this.#send(this.#resampler.process(new Int16Array(this.#bytes.buffer, 0, count)));
    this.#left = bytes & 1;
    if (this.#left > 0) this.#bytes[0] = this.#bytes[bytes - 1] ?? 0;
  }

  /** An answer is over: what the filter still holds of it is played, and nothing of it reaches the next. */
  finish(): void {
    this.#left = 0;
    const rest = Math.ceil((this.#resampler.delayMs * this.#rate) / 1000);
    this.#send(
      this.#resampler.process(new Int16Array(rest * 2)).subarray(0, Math.ceil((rest * PHONE_RATE) / this.#rate)),
    );
  }

  /** Forgets an answer that is not to be heard any more. */
  drop(): void {
    this.#left = 0;
    this.#resampler.process(new Int16Array(Math.ceil((2 * this.#resampler.delayMs * this.#rate) / 1000)));
  }

  #send(samples: Int16Array): void {
    if (samples.length === 0) return;
    if (this.#mulaw.length < samples.length) {
      this.#mulaw = new Uint8Array(samples.length * 2);
      this.#text = Buffer.alloc(Math.ceil(this.#mulaw.length / 3) * 4);
    }
    encodeMulaw(samples, this.#mulaw);
    this.#emit(this.#text.subarray(0, writeBase64(this.#mulaw, samples.length, this.#text)), samples.length);
  }
}
