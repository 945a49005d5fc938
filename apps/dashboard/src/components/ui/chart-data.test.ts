import { describe, expect, it } from 'vitest';
import { namedPoints, spansOf, valueScale } from './chart-data.ts';

describe('the axis of values', () => {
  it.each([
    ['nothing', [], [0, 1]],
    ['zeros', [0, 0], [0, 1]],
    ['one call', [0, 1], [0, 1]],
    ['three calls', [1, 3], [0, 1, 2, 3]],
    ['many', [1050], [0, 200, 400, 600, 800, 1000, 1200]],
    ['a loss', [-20, 50], [-20, 0, 20, 40, 60]],
    ['parts', [0.3, 0.72], [0, 0.2, 0.4, 0.6, 0.8]],
  ])('of %s has round ticks', (_, values, ticks) => {
    expect(valueScale(values).ticks).toEqual(ticks);
  });

  it('holds every value', () => {
    for (let high = 1; high < 3_000; high += 7) {
      const { min, max } = valueScale([high]);
      expect([min, max >= high]).toEqual([0, true]);
    }
  });
});

describe('spans', () => {
  const points = [
    { x: 'a', values: { one: 1, two: 2 } },
    { x: 'b', values: { one: null, two: 3 } },
  ];
  it('begin at zero', () => {
    expect(spansOf(points, ['one', 'two'])).toEqual([
      [[0, 1], null],
      [
        [0, 2],
        [0, 3],
      ],
    ]);
  });
  it('begin, stacked, where the one before ends', () => {
    expect(spansOf(points, ['one', 'two'], true)[1]).toEqual([
      [1, 3],
      [0, 3],
    ]);
  });
});

it('names as many points as have room', () => {
  const points = Array.from({ length: 30 }, (_, day) => ({ x: `Nov ${day + 1}`, values: {} }));
  expect(namedPoints(points, 100, 16)).toHaveLength(30);
  expect(namedPoints(points, 10, 16)).toEqual([0, 6, 12, 18, 24]);
});
