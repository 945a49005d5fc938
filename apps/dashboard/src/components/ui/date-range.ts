import { daysBefore } from '../../format/zone-days.ts';

/** Days, both included, as `YYYY-MM-DD`. */
export interface DateRange {
  from: string;
  to: string;
}

type PresetId = 'today' | 'yesterday' | '7-days' | '30-days' | '90-days' | 'month' | 'last-month';

export const presets: readonly { id: PresetId; name: string }[] = [
  { id: 'today', name: 'Today' },
  { id: 'yesterday', name: 'Yesterday' },
  { id: '7-days', name: 'Last 7 days' },
  { id: '30-days', name: 'Last 30 days' },
  { id: '90-days', name: 'Last 90 days' },
  { id: 'month', name: 'This month' },
  { id: 'last-month', name: 'Last month' },
];

const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;

/** What a preset means on a day, which counts as a whole day. */
export function presetRange(preset: PresetId, today: string): DateRange {
  const yesterday = daysBefore(today, 1);
  const endOfLastMonth = daysBefore(firstOfMonth(today), 1);
  switch (preset) {
    case 'today':
      return { from: today, to: today };
    case 'yesterday':
      return { from: yesterday, to: yesterday };
    case '7-days':
      return { from: daysBefore(today, 6), to: today };
    case '30-days':
      return { from: daysBefore(today, 29), to: today };
    case '90-days':
      return { from: daysBefore(today, 89), to: today };
    case 'month':
      return { from: firstOfMonth(today), to: today };
    case 'last-month':
      return { from: firstOfMonth(endOfLastMonth), to: endOfLastMonth };
  }
}

export const isSameRange = (one: DateRange | null, other: DateRange | null): boolean =>
  one?.from === other?.from && one?.to === other?.to;

const dayFormat = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
const yearFormat = new Intl.DateTimeFormat('en-US', {
  month: 'short',
  day: 'numeric',
  year: 'numeric',
  timeZone: 'UTC',
});

/** A range in words: its preset's name, or its days. */
export function rangeLabel(range: DateRange | null, today: string): string {
  if (range === null) return 'Any time';
  const preset = presets.find(({ id }) => isSameRange(presetRange(id, today), range));
  if (preset !== undefined) return preset.name;
  const [from, to] = [new Date(range.from), new Date(range.to)];
  if (range.from === range.to) return yearFormat.format(from);
  const thisYear = [range.from, range.to].every((day) => day.slice(0, 4) === today.slice(0, 4));
  return (thisYear ? dayFormat : yearFormat).formatRange(from, to);
}
