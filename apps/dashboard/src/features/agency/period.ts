import { daysOf } from '../home/days.ts';

/** How far back the overview looks; the api counts days in the agency's time zone. */
export const PERIODS = ['7d', '30d', 'all'] as const;
export type Period = (typeof PERIODS)[number];

export const PERIOD_LABELS: Record<Period, string> = {
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
  all: 'All time',
};

/** Days in the agency's time zone, both included, as `YYYY-MM-DD`; none: no bound. */
export interface Days {
  date_from?: string;
  date_to?: string;
}

const LENGTHS: Record<Period, number | null> = { '7d': 7, '30d': 30, all: null };

/** The days of a period that ends today. */
export function periodDays(period: Period, now: Date, timeZone: string): Days {
  const length = LENGTHS[period];
  return length === null ? {} : daysOf(length, now, timeZone);
}

/** As many days right before the period; null where nothing lies before it. */
export function periodDaysBefore(period: Period, now: Date, timeZone: string): Days | null {
  const length = LENGTHS[period];
  return length === null ? null : daysOf(length, now, timeZone, length);
}

/** How many of the last days a chart of the period shows. */
export const trendDays = (period: Period): number => LENGTHS[period] ?? 30;

/** A day as "Nov 22", wherever the reader is. */
export const dayLabel = (day: string): string =>
  new Date(day).toLocaleDateString('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
