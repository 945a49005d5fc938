/** What is known of one number over time: mean and certainty (1 / variance; 0: unknown) of its value, slope, curvature. */
export interface Evidence {
  window: readonly number[];
  mean: Float64Array;
  certainty: Float64Array;
}

/**
 * The likeliest smooth course of a number whose value, slope and curvature are known roughly (Tokuda et al. 2000, "Speech
 * parameter generation algorithms for HMM-based speech synthesis"): solves W'UW c = W'Um, which has a band of three.
 */
export function likeliestCourse(length: number, evidence: readonly Evidence[]): Float64Array {
  const main = new Float64Array(length);
  const first = new Float64Array(length);
  const second = new Float64Array(length);
  const course = new Float64Array(length);
  for (const { window, mean, certainty } of evidence) {
    const half = window.length >> 1;
    for (let t = 0; t < length; t++) {
      const weight = certainty[t] as number;
      if (weight === 0) continue;
      for (let a = 0; a < window.length; a++) {
        const i = t + a - half;
        const wa = window[a] as number;
        if (i < 0 || i >= length || wa === 0) continue;
        course[i] = (course[i] as number) + wa * weight * (mean[t] as number);
        for (let b = a; b < window.length && t + b - half < length; b++) {
          const band = b === a ? main : b === a + 1 ? first : second;
          band[i] = (band[i] as number) + wa * (window[b] as number) * weight;
        }
      }
    }
  }
  solve(main, first, second, course);
  return course;
}

/** Solves a symmetric system with two side bands by LDL' in place; `x` holds the right side and then the solution. */
function solve(main: Float64Array, first: Float64Array, second: Float64Array, x: Float64Array): void {
  const at = (values: Float64Array, i: number): number => (i < 0 || i >= values.length ? 0 : (values[i] as number));
  for (let t = 0; t < main.length; t++) {
    main[t] = at(main, t) - at(first, t - 1) ** 2 * at(main, t - 1) - at(second, t - 2) ** 2 * at(main, t - 2);
    first[t] = (at(first, t) - at(first, t - 1) * at(second, t - 1) * at(main, t - 1)) / at(main, t);
    second[t] = at(second, t) / at(main, t);
    x[t] = at(x, t) - at(first, t - 1) * at(x, t - 1) - at(second, t - 2) * at(x, t - 2);
  }
  for (let t = main.length - 1; t >= 0; t--)
    x[t] = at(x, t) / at(main, t) - at(first, t) * at(x, t + 1) - at(second, t) * at(x, t + 2);
}

/** Gives a course the variance it should have where it `counts`: the likeliest course is too flat. */
export function scaleVariance(course: Float64Array, counts: readonly boolean[], variance: number): void {
  let count = 0;
  let sum = 0;
  let squares = 0;
  for (let t = 0; t < course.length; t++) {
    if (!counts[t]) continue;
    count++;
    sum += course[t] as number;
    squares += (course[t] as number) ** 2;
  }
  const mean = sum / count;
  const ratio = Math.sqrt(variance / (squares / count - mean ** 2));
  if (!Number.isFinite(ratio)) return;
  for (let t = 0; t < course.length; t++) if (counts[t]) course[t] = ratio * ((course[t] as number) - mean) + mean;
}
