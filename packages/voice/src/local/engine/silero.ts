import { Tensor } from 'onnxruntime-node';
import { loadModel } from './inference-session.ts';
import { modelFiles } from './model-files.ts';

/** One window of the detector: 32 ms at 8 kHz. */
export const WINDOW_SAMPLES = 256;
export const WINDOW_MS = 32;
const CONTEXT_SAMPLES = 32;
const STATE_SHAPE = [2, 1, 128];

/** Follows one audio stream and says how likely each window is speech. */
export interface SpeechDetector {
  /** `window` holds WINDOW_SAMPLES samples from -1 to 1; resolves to 0–1. */
  probability(window: Float32Array): Promise<number>;
  /** Forgets the stream so far, before audio that does not follow on what was heard last. */
  reset(): void;
}

/** Loads the Silero voice activity model once; each detector it gives keeps its own state. */
export async function loadSilero(): Promise<() => SpeechDetector> {
  const session = await loadModel(modelFiles.silero());
  const rate = new Tensor('int64', BigInt64Array.of(8000n), []);
  return () => {
    const input = new Float32Array(CONTEXT_SAMPLES + WINDOW_SAMPLES);
    let state = emptyState();
    return {
      async probability(window) {
        input.copyWithin(0, WINDOW_SAMPLES);
        input.set(window, CONTEXT_SAMPLES);
        const output = await session.run({ input: new Tensor('float32', input, [1, input.length]), state, sr: rate });
        state = output['stateN'] ?? state;
        return Number(output['output']?.data[0] ?? 0);
      },
      reset() {
        input.fill(0);
        state = emptyState();
      },
    };
  };
}

const emptyState = (): Tensor => new Tensor('float32', new Float32Array(2 * 128), STATE_SHAPE);
