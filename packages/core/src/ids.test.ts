import { expect, it } from 'vitest';
import { isId } from './id.ts';
import { firstIdAt, idFrom, newId, timeOfId } from './ids.ts';

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

it('makes an id from another: the same each time, one for each purpose, in its place behind the other', () => {
  const id = newId();
  const reversal = idFrom(id, 'reversal', 1);
  expect(isId(reversal)).toBe(true);
  expect(idFrom(id, 'reversal', 1)).toBe(reversal);
  expect(idFrom(id, 'revision 1', 1)).not.toBe(reversal);
  expect(idFrom(newId(), 'reversal', 1)).not.toBe(reversal);
  expect(timeOfId(reversal).getTime()).toBe(timeOfId(id).getTime() + 1);
  expect([idFrom(id, 'revision 1', 2), reversal, id].toSorted()).toEqual([id, reversal, idFrom(id, 'revision 1', 2)]);
});
