import { InferenceSession } from 'onnxruntime-node';

export type Model = Pick<InferenceSession, 'run'>;

/**
 * Loads a model for the CPU. One thread is as fast as two for short turns and leaves the other cores to the calls.
 * Errors: rejects when the file is missing or no model.
 */
export function loadModel(file: string): Promise<Model> {
  return InferenceSession.create(file, {
    intraOpNumThreads: 1,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
    // 3 is "error": the quantised models make the runtime warn at every load.
    logSeverityLevel: 3,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  });
}
