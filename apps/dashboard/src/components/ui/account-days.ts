import { presetRange, presets, type DateRange } from './date-range.ts';
import { dayIn } from '../../format/zone-days.ts';

/** The day that it is in a time zone, as if it were the day here. */
const todayIn = (now: Date, timeZone: string): Date => new Date(`${dayIn(now, timeZone)}T00:00`);

function samePreset(range: DateRange, from: Date, to: Date): DateRange {
  const preset = presets.find(({ id }) => {
    const { from: first, to: last } = presetRange(id, from);
    return range.from === first && range.to === last;
  });
  return preset ? presetRange(preset.id, to) : range;
}

/**
 * Days as they were picked, in days of the account's time zone: "Today" is then the day that it is there, which has the
 * latest calls. Days that were picked one by one stay as they are.
 */
export const toAccountDays = (picked: DateRange, now: Date, timeZone: string): DateRange =>
  samePreset(picked, now, todayIn(now, timeZone));

/** The other way round: days of the account as the picker names them. */
export const toPickedDays = (days: DateRange, now: Date, timeZone: string): DateRange =>
  samePreset(days, todayIn(now, timeZone), now);
