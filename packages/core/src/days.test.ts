import { expect, test } from 'vitest';
import { addDays, countDays, dayIn, daysBetween, firstOfMonth } from './days.ts';

test.each([
  ['2026-11-03T04:59:59Z', 'America/New_York', '2026-11-02'],
  ['2026-11-03T05:00:00Z', 'America/New_York', '2026-11-03'],
  ['2026-11-03T18:14:59Z', 'Asia/Kathmandu', '2026-11-03'],
  ['2026-11-03T18:15:00Z', 'Asia/Kathmandu', '2026-11-04'],
  ['2026-11-03T10:00:00Z', 'Pacific/Kiritimati', '2026-11-04'],
  ['2026-03-29T01:00:00Z', 'Europe/Berlin', '2026-03-29'],
  ['2026-11-03T12:00:00Z', 'UTC', '2026-11-03'],
])('at %s it is in %s the day %s', (time, zone, date) => {
  expect(dayIn(new Date(time), zone)).toBe(date);
});

test('days are counted by the calendar, whatever clocks do', () => {
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30');
  expect(addDays('2026-03-01', -1)).toBe('2026-02-28');
  expect(countDays('2026-03-28', '2026-03-30')).toBe(3);
  expect(daysBetween('2026-10-31', '2026-11-01')).toEqual(['2026-10-31', '2026-11-01']);
  expect(firstOfMonth('2026-11-29')).toBe('2026-11-01');
});

test('no day lies before the first one of the calendar, which databases know no other of', () => {
  expect(addDays('0001-01-02', -29)).toBe('0001-01-01');
  expect(addDays('0001-01-01', 1)).toBe('0001-01-02');
});
