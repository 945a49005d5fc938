import { expect, test } from 'vitest';
import { costKnowledge, marginShare } from './margin.ts';

test('an amount is known of all calls, of some, or of none', () => {
  expect(costKnowledge(5, 0)).toBe('all');
  expect(costKnowledge(5, 2)).toBe('some');
  expect(costKnowledge(5, 5)).toBe('none');
  expect(costKnowledge(0, 0)).toBe('all');
  expect(costKnowledge(5, undefined)).toBeUndefined();
});

test('a margin is compared with the revenue it was made with', () => {
  expect(marginShare(25, 100, 0)).toBe(0.25);
  expect(marginShare(25, 100, 50)).toBe(0.5);
  expect(marginShare(0, 60, 60)).toBeNull();
  expect(marginShare(0, 0, 0)).toBeNull();
});
