/** How finely loudness is kept, in seconds. */
export const STEP_SECONDS = 0.02;

/** The loudest sample of each step, 0–1. */
export function loudnessOf(samples: Float32Array, sampleRate: number): Float32Array {
  const length = Math.max(1, Math.round(sampleRate * STEP_SECONDS));
  const steps = new Float32Array(Math.ceil(samples.length / length));
  for (let step = 0; step < steps.length; step += 1) {
    let loudest = 0;
    const end = Math.min(samples.length, (step + 1) * length);
    for (let index = step * length; index < end; index += 1) {
      const value = Math.abs(samples[index] ?? 0);
      if (value > loudest) loudest = value;
    }
    steps[step] = loudest;
  }
  return steps;
}

/** `count` bars for drawing, each the loudest of its stretch; the loudest of all is 1. */
export function toBars(loudness: Float32Array, count: number): number[] {
  const top = loudness.reduce((most, value) => Math.max(most, value), 0) || 1;
  return Array.from({ length: count }, (_, bar) => {
    const from = Math.floor((bar * loudness.length) / count);
    const to = Math.max(from + 1, Math.floor(((bar + 1) * loudness.length) / count));
    let loudest = 0;
    for (let step = from; step < to; step += 1) loudest = Math.max(loudest, loudness[step] ?? 0);
    return loudest / top;
  });
}
