import { expect, test } from 'vitest';
import { presetRange } from '../../components/ui/date-range.ts';
import { toPickedDays, toUtcDays } from './utc-days.ts';

/** A quarter to midnight here and elsewhere: one of the two is another day in UTC, but where here is UTC itself. */
const moments = [new Date(2026, 10, 22, 0, 15), new Date(2026, 10, 22, 23, 45)];

test.each(moments)('presets are those of UTC at %s', (now) => {
  const day = now.toISOString().slice(0, 10);
  const picked = presetRange('today', now);
  expect(toUtcDays(picked, now)).toEqual({ from: day, to: day });
  expect(toPickedDays({ from: day, to: day }, now)).toEqual(picked);
  const month = presetRange('30-days', now);
  expect(toUtcDays(month, now).to).toBe(day);
  expect(toPickedDays(toUtcDays(month, now), now)).toEqual(month);
});

test('days that no preset stands for stay', () => {
  const days = { from: '2026-03-02', to: '2026-03-09' };
  expect(toUtcDays(days, moments[0] as Date)).toEqual(days);
  expect(toPickedDays(days, moments[1] as Date)).toEqual(days);
});
