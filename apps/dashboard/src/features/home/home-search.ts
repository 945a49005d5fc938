import { trpc } from '#/api/trpc.ts';
import { oneOf } from '#/search/search-params.ts';
import { searchSchema, type SearchOf } from '#/search/search-schema.ts';
import { accountZone } from '#/session/account.ts';
import { PERIODS as AGENCY_PERIODS } from '#/features/agency/period.ts';
import { daysOf } from './days.ts';

export const PERIODS = ['7', '30', '90'] as const;
export type Period = (typeof PERIODS)[number];

export const METRICS = ['calls', 'minutes'] as const;
export type Metric = (typeof METRICS)[number];

/** What the figures are of, as it stands in the address. */
export const HomeSearch = searchSchema({
  days: oneOf([7, 30, 90], 30),
  show: oneOf(METRICS, 'calls'),
  /** An agency's. */
  period: oneOf(AGENCY_PERIODS, '30d'),
});
export type HomeSearch = SearchOf<typeof HomeSearch>;

export const periodQuery = (days: number) => trpc.stats.analytics.queryOptions(daysOf(days, new Date(), accountZone()));
/** The same number of days before them, to compare with. */
export const periodBeforeQuery = (days: number) =>
  trpc.stats.analytics.queryOptions(daysOf(days, new Date(), accountZone(), days));

/** One that an agent answers comes before those that none answers. */
export const firstNumberQuery = () => trpc.phoneNumbers.search.queryOptions({ sort: 'agent', desc: false, limit: 1 });
/** An agency's, whoever answers them. */
export const anyNumberQuery = () => trpc.phoneNumbers.search.queryOptions({ limit: 1 });

const RECENT = 6;
export const recentCallsQuery = () => trpc.calls.search.queryOptions({ limit: RECENT, offset: 0 });
