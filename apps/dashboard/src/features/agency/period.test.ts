import { expect, test } from 'vitest';
import { dayLabel, periodDays, periodDaysBefore } from './period.ts';

const now = new Date('2026-03-02T23:30:00Z');

test('a period ends today and the one before ends where it begins', () => {
  expect(periodDays('7d', now)).toEqual({ date_from: '2026-02-24', date_to: '2026-03-02' });
  expect(periodDaysBefore('7d', now)).toEqual({ date_from: '2026-02-17', date_to: '2026-02-23' });
  expect(periodDays('all', now)).toEqual({});
  expect(periodDaysBefore('all', now)).toBeNull();
});

test('days are those of UTC wherever the reader is', () => {
  expect(dayLabel('2026-03-01')).toBe('Mar 1');
});
