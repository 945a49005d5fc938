import { expect, test } from 'vitest';
import { segmentCount } from './segments.ts';

test.each([
  ['', 1],
  ['a'.repeat(160), 1],
  ['a'.repeat(161), 2],
  ['a'.repeat(306), 2],
  ['a'.repeat(307), 3],
  // The euro sign takes two places.
  ['€'.repeat(80), 1],
  ['€'.repeat(81), 2],
  ['ж'.repeat(70), 1],
  ['ж'.repeat(71), 2],
  ['👋'.repeat(35), 1],
  ['👋'.repeat(36), 2],
])('%j is sent in parts', (body, parts) => {
  expect(segmentCount(body)).toBe(parts);
});
