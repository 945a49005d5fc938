import { expect, it } from 'vitest';
import { centsOf, priceText } from './cost-items.ts';

it('shows every price in whole cents, and none as nothing', () => {
  expect(priceText(74_700)).toBe('$0.07');
  expect(priceText(4_999)).toBe('< $0.01');
  expect(priceText(0)).toBe('$0.00');
  expect(priceText(null)).toBeNull();
});

it('adds up before it rounds, and knows no sum of what is not known', () => {
  expect(centsOf([{ micro_dollars: 4_000 }, { micro_dollars: 4_000 }])).toBe(1);
  expect(centsOf([{ micro_dollars: 4_000 }, { micro_dollars: null }])).toBeNull();
});
