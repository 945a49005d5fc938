import { expect, test } from 'vitest';
import { withoutRepetition } from './repetition.ts';

const times = (count: number, phrase: number[]): number[] => Array.from({ length: count }, () => phrase).flat();

test('leaves speech alone', () => {
  expect(withoutRepetition([])).toBeNull();
  expect(withoutRepetition([1, 2, 3, 4, 5])).toBeNull();
  expect(withoutRepetition([7, 8, 7, 8, 7, 8])).toBeNull();
  expect(withoutRepetition([5, 5, 5])).toBeNull();
});

test('leaves a phrase once that the decoder repeats', () => {
  expect(withoutRepetition([1, 2, ...times(13, [5])])).toEqual([1, 2, 5]);
  expect(withoutRepetition([9, ...times(5, [4, 5, 6])])).toEqual([9, 4, 5, 6]);
});

test('does not end a run too early', () => {
  expect(withoutRepetition([9, ...times(4, [4, 5, 6])])).toBeNull();
});
