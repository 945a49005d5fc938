import { expect, test } from 'vitest';
import { billableMinutes, centsFromMicroDollars, microDollars } from './money.ts';

test.each([
  [-1, 0],
  [0, 0],
  [1, 1],
  [60, 1],
  [61, 2],
  [3600, 60],
])('%i seconds are %i started minutes', (seconds, minutes) => {
  expect(billableMinutes(seconds)).toBe(minutes);
});

test('sums below a cent are rounded once', () => {
  expect(centsFromMicroDollars(3 * microDollars(0.0085))).toBe(3);
  expect(centsFromMicroDollars(microDollars(0.004))).toBe(0);
  expect(centsFromMicroDollars(microDollars(0.005))).toBe(1);
});
