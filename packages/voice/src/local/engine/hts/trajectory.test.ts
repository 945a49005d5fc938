import { expect, test } from 'vitest';
import { likeliestCourse, scaleVariance } from './trajectory.ts';

const VALUE = [1];
const SLOPE = [-0.5, 0, 0.5];

test('is the mean where only values are known', () => {
  const mean = Float64Array.of(1, 5, 2);
  const course = likeliestCourse(3, [{ window: VALUE, mean, certainty: Float64Array.of(1, 2, 3) }]);
  expect([...course]).toEqual([1, 5, 2]);
});

test('solves the normal equations of values and slopes', () => {
  const length = 6;
  const evidence = [
    { window: VALUE, mean: Float64Array.of(0, 0, 0, 1, 1, 1), certainty: new Float64Array(length).fill(1) },
    { window: SLOPE, mean: new Float64Array(length), certainty: Float64Array.of(0, 4, 4, 4, 4, 0) },
  ];
  const course = likeliestCourse(length, evidence);
  // At the minimum of the squared errors, no value can be moved to make them smaller.
  const cost = (values: readonly number[]): number =>
    evidence.reduce((total, { window, mean, certainty }) => {
      const half = window.length >> 1;
      const errors = values.map((_, t) => {
        const sum = window.reduce((part, weight, k) => part + weight * (values[t + k - half] ?? 0), 0);
        return (certainty[t] as number) * (sum - (mean[t] as number)) ** 2;
      });
      return total + errors.reduce((a, b) => a + b, 0);
    }, 0);
  const least = cost([...course]);
  for (let t = 0; t < length; t++)
    for (const step of [-0.01, 0.01])
      expect(cost([...course].map((value, i) => (i === t ? value + step : value)))).toBeGreaterThan(least);
});

test('gives a course its variance, and leaves silence alone', () => {
  const course = Float64Array.of(9, 1, 2, 3, 9);
  scaleVariance(course, [false, true, true, true, false], (4 * 2) / 3);
  expect([...course].map((value) => Math.round(value * 1e6) / 1e6)).toEqual([9, 0, 2, 4, 9]);
  const flat = Float64Array.of(1, 1);
  scaleVariance(flat, [true, true], 3);
  expect([...flat]).toEqual([1, 1]);
});
