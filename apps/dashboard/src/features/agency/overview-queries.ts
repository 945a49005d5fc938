import { trpc } from '#/api/trpc.ts';
import { daysBefore, daysOf, type Period } from './period.ts';

/** Sums come with a page of calls; one call is the shortest page. */
const SHORTEST = { limit: 1, offset: 0 };

/** What the calls of a period come to. */
export const usageQuery = (period: Period) =>
  trpc.agency.usage.list.queryOptions({ ...daysOf(period, new Date()), ...SHORTEST });

/** The same of as many days before it, to compare with. */
export function usageBeforeQuery(period: Period) {
  const days = daysBefore(period, new Date());
  return trpc.agency.usage.list.queryOptions({ ...days, ...SHORTEST }, { enabled: days !== null });
}
