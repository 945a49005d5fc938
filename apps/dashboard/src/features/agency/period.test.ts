import { expect, test } from 'vitest';
import { dayLabel, periodDays, periodDaysBefore } from './period.ts';

const now = new Date('2026-03-02T23:30:00Z');

test('a period ends today and the one before ends where it begins', () => {
  expect(periodDays('7d', now, 'UTC')).toEqual({ date_from: '2026-02-24', date_to: '2026-03-02' });
  expect(periodDaysBefore('7d', now, 'UTC')).toEqual({ date_from: '2026-02-17', date_to: '2026-02-23' });
  expect(periodDays('all', now, 'UTC')).toEqual({});
  expect(periodDaysBefore('all', now, 'UTC')).toBeNull();
});

test('days are those of the time zone', () => {
  expect(periodDays('7d', now, 'Europe/Berlin')).toEqual({ date_from: '2026-02-25', date_to: '2026-03-03' });
  expect(periodDaysBefore('7d', now, 'Europe/Berlin')).toEqual({ date_from: '2026-02-18', date_to: '2026-02-24' });
});

test('a day has the same name wherever the reader is', () => {
  expect(dayLabel('2026-03-01')).toBe('Mar 1');
});
