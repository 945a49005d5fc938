import { expect, test } from 'vitest';
import { dayIn } from '../../format/zone-days.ts';
import { toAccountDays, toPickedDays } from './account-days.ts';
import { presetRange } from './date-range.ts';

/** A quarter to midnight here and elsewhere: one of the two is another day in most zones. */
const moments = [new Date(2026, 10, 22, 0, 15), new Date(2026, 10, 22, 23, 45)];
const zones = ['UTC', 'America/Los_Angeles', 'Pacific/Kiritimati'];

test.each(zones.flatMap((zone) => moments.map((now) => [zone, now] as const)))(
  'presets are those of %s at %s',
  (zone, now) => {
    const day = dayIn(now, zone);
    const picked = presetRange('today', now);
    expect(toAccountDays(picked, now, zone)).toEqual({ from: day, to: day });
    expect(toPickedDays({ from: day, to: day }, now, zone)).toEqual(picked);
    const month = presetRange('30-days', now);
    expect(toAccountDays(month, now, zone).to).toBe(day);
    expect(toPickedDays(toAccountDays(month, now, zone), now, zone)).toEqual(month);
  },
);

test('days that no preset stands for stay', () => {
  const days = { from: '2026-03-02', to: '2026-03-09' };
  expect(toAccountDays(days, moments[0] as Date, 'Asia/Tokyo')).toEqual(days);
  expect(toPickedDays(days, moments[1] as Date, 'Asia/Tokyo')).toEqual(days);
});
