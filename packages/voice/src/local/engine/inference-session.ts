import { InferenceSession } from 'onnxruntime-node';
import { runThrough, type InferenceGate } from './inference-gate.ts';

export interface Model {
  run(feeds: InferenceSession.OnnxValueMapType): Promise<InferenceSession.OnnxValueMapType>;
}

/**
 * Loads a model for the CPU. Idle threads sleep instead of spinning: a core that waits belongs to the calls.
 * Errors: rejects when the file is missing or no model.
 */
export async function loadModel(file: string, threads: number, gate: InferenceGate): Promise<Model> {
  const session = await InferenceSession.create(file, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // 3 is "error": the quantised models make the runtime warn at every load.
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
  return { run: (feeds) => runThrough(gate, () => session.run(feeds)) };
}
