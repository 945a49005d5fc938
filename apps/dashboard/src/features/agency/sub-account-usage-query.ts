import { queryOptions } from '@tanstack/react-query';
import { rest } from '#/api/rest.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { accountZone } from '#/session/account.ts';
import { periodDays, periodDaysBefore, trendDays, type Period } from './period.ts';

const SHORTEST = { limit: 1, offset: 0 };

/** What the calls of one sub-account come to in a period. */
export const subAccountUsageQuery = (subAccountId: string, period: Period) =>
  trpc.agency.usage.ofSubAccount.queryOptions({
    sub_account_id: subAccountId,
    ...periodDays(period, new Date(), accountZone()),
    ...SHORTEST,
  });

/** How much of it has no known cost. */
export const subAccountUnpricedQuery = (subAccountId: string, period: Period) =>
  trpc.agency.usage.unpriced.queryOptions({
    sub_account_id: subAccountId,
    ...periodDays(period, new Date(), accountZone()),
    ...SHORTEST,
  });

/** The same of as many days before it. */
export function subAccountUsageBeforeQuery(subAccountId: string, period: Period) {
  const days = periodDaysBefore(period, new Date(), accountZone());
  return trpc.agency.usage.ofSubAccount.queryOptions(
    { sub_account_id: subAccountId, ...days, ...SHORTEST },
    { enabled: days !== null },
  );
}

type Analytics = Outputs['stats']['analytics'];

/**
 * A sub-account's own analytics, by the days of its own time zone, up to its today; over REST, where one request can act
 * for another account than the page does.
 */
export const subAccountTrendQuery = (subAccountId: string, period: Period) =>
  queryOptions({
    queryKey: [...trpc.stats.pathKey(), 'of', subAccountId, period],
    queryFn: async ({ signal }) => {
      const headers = { 'x-sub-account-id': subAccountId };
      // Without dates it answers with as many days as the longest trend has.
      const response = await rest('/stats/analytics', { signal, headers });
      return ((await response.json()) as Analytics).daily_trend.slice(-trendDays(period));
    },
  });
