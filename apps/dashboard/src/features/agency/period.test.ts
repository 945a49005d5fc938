import { expect, test } from 'vitest';
import { changeOf, dayLabel, daysBefore, daysOf } from './period.ts';

const now = new Date('2026-03-02T23:30:00Z');

test('a period ends today and the one before ends where it begins', () => {
  expect(daysOf('7d', now)).toEqual({ date_from: '2026-02-24', date_to: '2026-03-02' });
  expect(daysBefore('7d', now)).toEqual({ date_from: '2026-02-17', date_to: '2026-02-23' });
  expect(daysOf('all', now)).toEqual({});
  expect(daysBefore('all', now)).toBeNull();
});

test('a change needs something before it', () => {
  expect(changeOf(150, 100)).toBe(0.5);
  expect(changeOf(-50, -100)).toBe(0.5);
  expect(changeOf(10, 0)).toBeNull();
  expect(changeOf(10, undefined)).toBeNull();
});

test('days are those of UTC wherever the reader is', () => {
  expect(dayLabel('2026-03-01')).toBe('Mar 1');
});
