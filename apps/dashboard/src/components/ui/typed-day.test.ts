import { expect, test } from 'vitest';
import { readDay, writeDay } from './typed-day.ts';

test.each([
  ['11/22/2026', '2026-11-22'],
  ['11/22/26', '2026-11-22'],
  ['1/5', '2026-01-05'],
  ['1-5-2027', '2027-01-05'],
  ['2026-11-22', '2026-11-22'],
  ['Nov 22', '2026-11-22'],
  ['  november 22,  2027 ', '2027-11-22'],
  ['Sept. 3', '2026-09-03'],
  ['today', '2026-03-01'],
  ['Yesterday', '2026-02-28'],
  ['2/30/2026', null],
  ['13/1/2026', null],
  ['soon', null],
  ['', null],
])('%s is the day %s', (typed, day) => {
  expect(readDay(typed, '2026-03-01')).toBe(day);
});

test('what is written can be read', () => {
  expect(readDay(writeDay('2026-09-03'), '2025-01-01')).toBe('2026-09-03');
});
