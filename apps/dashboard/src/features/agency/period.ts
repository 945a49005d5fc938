/** How far back the overview looks; the api counts in days of UTC. */
export const PERIODS = ['7d', '30d', 'all'] as const;
export type Period = (typeof PERIODS)[number];

export const PERIOD_LABELS: Record<Period, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  all: 'All time',
};

/** Days of UTC, both included, as `YYYY-MM-DD`; none: no bound. */
export interface Days {
  date_from?: string;
  date_to?: string;
}

const DAY_MS = 86_400_000;
const LENGTHS: Record<Period, number | null> = { '7d': 7, '30d': 30, all: null };

const dayBefore = (now: Date, days: number): string =>
  new Date(now.getTime() - days * DAY_MS).toISOString().slice(0, 10);

/** The days of a period that ends today. */
export function daysOf(period: Period, now: Date): Days {
  const length = LENGTHS[period];
  return length === null ? {} : { date_from: dayBefore(now, length - 1), date_to: dayBefore(now, 0) };
}

/** As many days right before the period; null where nothing lies before it. */
export function daysBefore(period: Period, now: Date): Days | null {
  const length = LENGTHS[period];
  return length === null ? null : { date_from: dayBefore(now, 2 * length - 1), date_to: dayBefore(now, length) };
}

/** How many of the last days a chart of the period shows. */
export const trendDays = (period: Period): number => LENGTHS[period] ?? 30;

/** The change from before to now as a share; null where there was nothing before. */
export const changeOf = (now: number, before: number | undefined): number | null =>
  before === undefined || before === 0 ? null : (now - before) / Math.abs(before);

/** A day of UTC as «Nov 22». */
export const dayLabel = (day: string): string =>
  new Date(day).toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
