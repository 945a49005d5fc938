/**
 * The runtime aborts the whole process when its thread is ended in the middle of an inference, or while it loads. The gate,
 * shared with the main thread, says how many inferences run and lets no new one start once the process exits.
 */
export type InferenceGate = Int32Array<SharedArrayBuffer>;

const RUNNING = 0;
const SHUT = 1;

/** A gate for a thread that is about to start: until `loaded`, its start counts as one that runs. */
export function createInferenceGate(): InferenceGate {
  const gate = new Int32Array(new SharedArrayBuffer(8));
  gate[RUNNING] = 1;
  return gate;
}

/** The thread has its runtime and its models. */
export const loaded = (gate: InferenceGate): void => leave(gate);

function leave(gate: InferenceGate): void {
  Atomics.sub(gate, RUNNING, 1);
  Atomics.notify(gate, RUNNING);
}

/** Runs an inference. Behind a gate that is shut it never starts and never ends. */
export async function runThrough<Result>(gate: InferenceGate, inference: () => Promise<Result>): Promise<Result> {
  Atomics.add(gate, RUNNING, 1);
  try {
    if (Atomics.load(gate, SHUT) === 0) return await inference();
  } finally {
    leave(gate);
  }
  return new Promise(() => undefined);
}

/** Shuts the gate and blocks this thread until what runs has ended; for the exit of the process, where nothing else is left. */
export function shut(gate: InferenceGate, timeoutMs: number): void {
  Atomics.store(gate, SHUT, 1);
  const deadline = performance.now() + timeoutMs;
  for (let running = Atomics.load(gate, RUNNING); running > 0; running = Atomics.load(gate, RUNNING)) {
    const left = deadline - performance.now();
    if (left <= 0) return;
    Atomics.wait(gate, RUNNING, running, left);
  }
}
