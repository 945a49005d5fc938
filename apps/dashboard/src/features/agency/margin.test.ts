import { expect, test } from 'vitest';
import { isCostKnown, marginShare } from './margin.ts';

test('a cost that is not known is told from one of nothing', () => {
  expect(isCostKnown({ cost_cents: 0, revenue_cents: 40, margin_cents: 0 })).toBe(false);
  expect(isCostKnown({ cost_cents: 0, revenue_cents: 40, margin_cents: 40 })).toBe(true);
  expect(isCostKnown({ cost_cents: 60, revenue_cents: 40, margin_cents: -20 })).toBe(true);
});

test('there is no share of nothing', () => {
  expect(marginShare(25, 100)).toBe(0.25);
  expect(marginShare(0, 0)).toBeNull();
});
