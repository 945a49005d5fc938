import { trpc } from '#/api/trpc.ts';
import { accountZone } from '#/session/account.ts';
import { periodDays, periodDaysBefore, type Period } from './period.ts';

/** Sums come with a page of calls; one call is the shortest page. */
const SHORTEST = { limit: 1, offset: 0 };

/** What the calls of a period come to. */
export const usageQuery = (period: Period) =>
  trpc.agency.usage.list.queryOptions({ ...periodDays(period, new Date(), accountZone()), ...SHORTEST });

/** How much of it has no known cost. */
export const unpricedQuery = (period: Period) =>
  trpc.agency.usage.unpriced.queryOptions({ ...periodDays(period, new Date(), accountZone()), ...SHORTEST });

/** The same of as many days before it, to compare with. */
export function usageBeforeQuery(period: Period) {
  const days = periodDaysBefore(period, new Date(), accountZone());
  return trpc.agency.usage.list.queryOptions({ ...days, ...SHORTEST }, { enabled: days !== null });
}
