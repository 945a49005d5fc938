import { expect, it } from 'vitest';
import { changeOf } from './change.ts';
import { daysLeft } from './trial.ts';
import { daysOf } from './days.ts';

const now = new Date('2026-11-22T23:30:00Z');

it('a period ends today, and the one before it the day before it begins', () => {
  expect(daysOf(7, now, 'UTC')).toEqual({ date_from: '2026-11-16', date_to: '2026-11-22' });
  expect(daysOf(7, now, 'UTC', 7)).toEqual({ date_from: '2026-11-09', date_to: '2026-11-15' });
});

it('counts days in the time zone of the account, also where clocks change', () => {
  expect(daysOf(7, now, 'Asia/Kathmandu')).toEqual({ date_from: '2026-11-17', date_to: '2026-11-23' });
  const earlyMonday = new Date('2026-11-02T05:15:00Z');
  expect(daysOf(2, earlyMonday, 'America/New_York')).toEqual({ date_from: '2026-11-01', date_to: '2026-11-02' });
});

it('compares only with something', () => {
  expect(changeOf(15, 10)).toBe(0.5);
  expect(changeOf(0, 10)).toBe(-1);
  expect(changeOf(-50, -100)).toBe(0.5);
  expect(changeOf(3, 0)).toBeNull();
  expect(changeOf(3, undefined)).toBeNull();
});

it('counts the day that has begun to a trial', () => {
  const at = Date.parse('2026-11-22T12:00:00Z');
  expect(daysLeft('2026-11-24T13:00:00Z', at)).toBe(3);
  expect(daysLeft('2026-11-22T13:00:00Z', at)).toBe(1);
  expect(daysLeft('2026-11-22T11:00:00Z', at)).toBe(0);
});
