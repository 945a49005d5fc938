import { InferenceSession } from 'onnxruntime-node';

/**
 * Loads a model for the CPU. Idle threads sleep instead of spinning: a core that waits belongs to the calls.
 * Errors: rejects when the file is missing or no model.
 */
export function loadModel(file: string, threads: number): Promise<InferenceSession> {
  return InferenceSession.create(file, {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // 3 is "error": the quantised models make the runtime warn at every load.
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}
