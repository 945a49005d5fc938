import { expect, it } from 'vitest';
import { firstIdAt, isId, newId, timeOfId } from './ids.ts';

it('orders ids by the time they were made at', () => {
  const before = firstIdAt(new Date());
  const id = newId();
  expect(isId(before)).toBe(true);
  expect(id > before).toBe(true);
  expect(firstIdAt(new Date(Date.now() + 1_000)) > id).toBe(true);
});

it('tells when an id was made', () => {
  const time = new Date('2026-11-24T15:04:10.123Z');
  expect(timeOfId(firstIdAt(time))).toEqual(time);
  const before = Date.now();
  const made = timeOfId(newId().toUpperCase()).getTime();
  expect(made).toBeGreaterThanOrEqual(before);
  expect(made).toBeLessThanOrEqual(Date.now());
});
