import { createResampler } from '../../audio/resample.ts';
import { linearOfMulaw } from '../../audio/mulaw.ts';
import type { AudioFraming } from '../connection/connection.ts';
import { writeBase64 } from '../../wire/base64-audio.ts';

const PHONE_RATE = 8000;
/** What Gemini listens at; it would resample everything else itself. */
const CALLER_RATE = 16_000;
/** The most that goes into one message, in bytes of μ-law: 100 ms. */
export const LARGEST_PIECE = 800;

export const CALLER_AUDIO_FRAMING: AudioFraming = {
  kind: 'text',
  head: Buffer.from('{"realtimeInput":{"audio":{"data":"'),
  tail: Buffer.from(`","mimeType":"audio/pcm;rate=${CALLER_RATE}"}}}`),
};

/** Turns the caller's μ-law into 16-bit samples at 16 kHz. Its buffers are its own, so that no frame allocates any. */
export class CallerAudio {
  readonly #resampler = createResampler(PHONE_RATE, CALLER_RATE);
  readonly #linear = new Int16Array(LARGEST_PIECE);
  readonly #text = Buffer.alloc((Math.ceil((LARGEST_PIECE * 4 + 4) / 3) + 1) * 4);

  /** Base64 of little-endian samples, valid until the next call. Takes up to `LARGEST_PIECE` bytes. */
  encode(mulaw: Uint8Array): Buffer {
    for (let index = 0; index < mulaw.length; index++) this.#linear[index] = linearOfMulaw[mulaw[index] ?? 0] ?? 0;
    const samples = this.#resampler.process(this.#linear.subarray(0, mulaw.length));
    // Machines that Node runs on are little-endian, like the wire.
    const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
    return this.#text.subarray(0, writeBase64(bytes, bytes.length, this.#text));
  }
}
