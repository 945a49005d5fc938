/** Days in the user's zone, both included, as `YYYY-MM-DD`. */
export interface DateRange {
  from: string;
  to: string;
}

export type PresetId = 'today' | '7-days' | '30-days' | '90-days' | 'month';

export const presets: readonly { id: PresetId; name: string }[] = [
  { id: 'today', name: 'Today' },
  { id: '7-days', name: 'Last 7 days' },
  { id: '30-days', name: 'Last 30 days' },
  { id: '90-days', name: 'Last 90 days' },
  { id: 'month', name: 'This month' },
];

const twoDigits = (value: number): string => String(value).padStart(2, '0');

/** The day of a moment in the user's zone, as `YYYY-MM-DD`. */
const toDay = (moment: Date): string =>
  `${moment.getFullYear()}-${twoDigits(moment.getMonth() + 1)}-${twoDigits(moment.getDate())}`;

/** What a preset means on the day of `now`, which counts as a whole day. */
export const presetRange = (preset: PresetId, now: Date): DateRange => {
  const ago = (days: number): string => toDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days));
  const to = toDay(now);
  if (preset === 'today') return { from: to, to };
  if (preset === '7-days') return { from: ago(6), to };
  if (preset === '30-days') return { from: ago(29), to };
  if (preset === '90-days') return { from: ago(89), to };
  return { from: toDay(new Date(now.getFullYear(), now.getMonth(), 1)), to };
};

const dayFormat = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric' });
const yearFormat = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', year: 'numeric' });

/** A range in words: its preset's name, or its days. */
export const rangeLabel = (range: DateRange | null, now = new Date()): string => {
  if (range === null) return 'Any time';
  const preset = presets.find(({ id }) => {
    const candidate = presetRange(id, now);
    return candidate.from === range.from && candidate.to === range.to;
  });
  if (preset !== undefined) return preset.name;
  const [from, to] = [new Date(`${range.from}T00:00`), new Date(`${range.to}T00:00`)];
  if (range.from === range.to) return yearFormat.format(from);
  const thisYear = from.getFullYear() === now.getFullYear() && to.getFullYear() === now.getFullYear();
  return (thisYear ? dayFormat : yearFormat).formatRange(from, to);
};
