import { expect, test } from 'vitest';
import { GoneWatch, LineWatch } from './line-watch.ts';

/** Looks so often, 100 ms apart, and tells what was found the last time. */
function look(watch: GoneWatch, from: number, times: number, frames: (at: number) => number): number | null {
  let found: number | null = null;
  for (let count = 0; count < times; count++) found = watch.goneFor(frames(from + count), (from + count) * 100);
  return found;
}

test('a line that has brought nothing for half a minute has nobody at its end', () => {
  const watch = new GoneWatch();
  expect(look(watch, 0, 1000, (at) => at)).toBeNull();
  expect(look(watch, 1000, 299, () => 999)).toBeNull();
  expect(look(watch, 1299, 1, () => 999)).toBe(30_000);
});

test('one that has brought nothing at all may still begin', () => {
  expect(look(new GoneWatch(), 0, 1000, () => 0)).toBeNull();
});

test('and whoever did not listen for a minute has missed nothing', () => {
  const watch = new GoneWatch();
  watch.goneFor(1, 0);
  expect(watch.goneFor(1, 60_000)).toBeNull();
  expect(watch.goneFor(1, 120_000)).toBeNull();
});

test('a line that goes dead is told of once', () => {
  const watch = new LineWatch();
  expect([watch.wentDead(1, 0), watch.wentDead(1, 2400), watch.wentDead(1, 2500), watch.wentDead(1, 9000)]).toEqual([
    false,
    false,
    true,
    false,
  ]);
});
