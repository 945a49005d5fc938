import { z } from 'zod';
import { trpc } from '#/api/trpc.ts';

export const PERIODS = ['7', '30', '90'] as const;
export type Period = (typeof PERIODS)[number];

export const METRICS = ['calls', 'minutes'] as const;
export type Metric = (typeof METRICS)[number];

/** What the figures are of, as it stands in the address. */
export const HomeSearch = z.object({
  days: z
    .union([z.literal(7), z.literal(30), z.literal(90)])
    .default(30)
    .catch(30),
  show: z.enum(METRICS).default('calls').catch('calls'),
});
export type HomeSearch = z.output<typeof HomeSearch>;

const DAY_MS = 86_400_000;

/** The days of a period that ends `endsDaysAgo` before `now`, in UTC, as the api counts days. */
export function daysOf(days: number, now: Date, endsDaysAgo = 0): { date_from: string; date_to: string } {
  const day = (ago: number): string => new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
  return { date_from: day(endsDaysAgo + days - 1), date_to: day(endsDaysAgo) };
}

export const periodQuery = (days: number) => trpc.stats.analytics.queryOptions(daysOf(days, new Date()));
/** The same number of days before them, to compare with. */
export const periodBeforeQuery = (days: number) => trpc.stats.analytics.queryOptions(daysOf(days, new Date(), days));

const RECENT = 6;
export const recentCallsQuery = () => trpc.calls.search.queryOptions({ limit: RECENT, offset: 0 });
