import { presetRange, presets, type DateRange } from '../../components/ui/date-range.ts';

/** The day that it is in UTC, as if it were the day here. */
const utcToday = (now: Date): Date => new Date(now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate());

function samePreset(range: DateRange, from: Date, to: Date): DateRange {
  const preset = presets.find(({ id }) => {
    const { from: first, to: last } = presetRange(id, from);
    return range.from === first && range.to === last;
  });
  return preset ? presetRange(preset.id, to) : range;
}

/**
 * Days as they were picked, in days of UTC: «Today» is then the day that it is in UTC, which has the latest calls. Days
 * that were picked one by one stay as they are.
 */
export const toUtcDays = (picked: DateRange, now: Date): DateRange => samePreset(picked, now, utcToday(now));

/** The other way round: days of UTC as the picker names them. */
export const toPickedDays = (days: DateRange, now: Date): DateRange => samePreset(days, utcToday(now), now);
