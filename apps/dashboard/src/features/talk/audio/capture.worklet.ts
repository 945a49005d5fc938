import { createFrameCutter } from './frame-cutter.ts';

/** The microphone: posts 20 ms frames of μ-law as they are complete. */
class CaptureProcessor extends AudioWorkletProcessor {
  readonly #take = createFrameCutter(sampleRate, (frame) => this.port.postMessage(frame, [frame.mulaw.buffer]));

  override process([input]: Float32Array[][]): boolean {
    const samples = input?.[0];
    if (samples !== undefined) this.#take(samples);
    return true;
  }
}

registerProcessor('capture', CaptureProcessor);
