import { expect, test } from 'vitest';
import { dayIn, daysBefore, zoneName } from './zone-days.ts';

test.each([
  ['2026-11-22T23:30:00Z', 'UTC', '2026-11-22'],
  ['2026-11-22T23:30:00Z', 'Asia/Kathmandu', '2026-11-23'],
  ['2026-11-22T04:59:59Z', 'America/New_York', '2026-11-21'],
  ['2026-11-22T05:00:00Z', 'America/New_York', '2026-11-22'],
  ['2026-01-01T10:00:00Z', 'Pacific/Kiritimati', '2026-01-02'],
])('at %s it is in %s the day %s', (moment, zone, day) => {
  expect(dayIn(new Date(moment), zone)).toBe(day);
});

test('days of 23 and 25 hours count as one', () => {
  expect(daysBefore('2026-11-02', 1)).toBe('2026-11-01');
  expect(daysBefore('2026-03-09', 1)).toBe('2026-03-08');
  expect(daysBefore('2024-03-01', 1)).toBe('2024-02-29');
});

test('zones are written with spaces', () => {
  expect(zoneName('America/New_York')).toBe('America/New York');
});
