import { expect, test } from 'vitest';
import { Day, DayOrTime } from './day-or-time.ts';

test.each([
  ['2026-01-31', '2026-01-31'],
  ['2026-01-31T08:30:00Z', '2026-01-31T08:30:00Z'],
  ['2026-01-31t08:30:00z', '2026-01-31T08:30:00Z'],
  ['2026-01-31T08:30:00.123Z', '2026-01-31T08:30:00.123Z'],
  // Without a zone it is UTC.
  ['2026-01-31T08:30:00', '2026-01-31T08:30:00Z'],
  ['2026-01-31 08:30', '2026-01-31T08:30:00Z'],
  ['2026-01-31T08:30:00+02:00', '2026-01-31T08:30:00+02:00'],
  // A `+` in a query arrives as a space.
  ['2026-01-31T08:30:00 02:00', '2026-01-31T08:30:00+02:00'],
  ['2026-01-31 08:30:00 0530', '2026-01-31T08:30:00+05:30'],
  ['2026-01-31T08:30:00-0700', '2026-01-31T08:30:00-07:00'],
  // The ends of the calendar, which other systems write for "ever".
  ['0001-01-01', '0001-01-02'],
  ['0001-01-01T00:00:00', '0001-01-02T00:00:00Z'],
  ['9999-12-31', '9999-12-30'],
  ['9999-12-31T23:59:59-12:00', '9999-12-30T00:00:00Z'],
])('reads %s', (text, time) => {
  expect(DayOrTime.parse(text)).toBe(time);
  expect(Number.isNaN(Date.parse(time))).toBe(false);
});

test.each([
  ['0000-01-01', 'years 0001 and 9999'],
  ['0000-12-31T23:59:59Z', 'years 0001 and 9999'],
  ['yesterday', '2026-01-31T08:30:00Z'],
  ['', '2026-01-31T08:30:00Z'],
  ['2026-02-30', '2026-01-31T08:30:00Z'],
  ['2026-01-31T25:00:00Z', '2026-01-31T08:30:00Z'],
  ['2026-01-31T08:30:00+99:00', '2026-01-31T08:30:00Z'],
  ['10000-01-01', '2026-01-31T08:30:00Z'],
  ['-0001-01-01', '2026-01-31T08:30:00Z'],
  ['1767225600', '2026-01-31T08:30:00Z'],
  [`2026-01-31T08:30:00.${'1'.repeat(100_000)}x`, '2026-01-31T08:30:00Z'],
])('refuses %s and says what it takes', (text, words) => {
  expect(DayOrTime.safeParse(text).error?.issues[0]?.message).toContain(words);
});

test('a day is no time', () => {
  expect(Day.parse('2026-01-31')).toBe('2026-01-31');
  expect(Day.parse('9999-12-31')).toBe('9999-12-30');
  for (const text of ['2026-01-31T00:00:00Z', '0000-01-01', '2026-13-01', '']) {
    expect(Day.safeParse(text).error?.issues[0]?.message).toContain('a date such as 2026-01-31');
  }
});
