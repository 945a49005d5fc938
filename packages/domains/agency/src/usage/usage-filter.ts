import type { TenantContext } from '@leadlock/context/context';
import { addDays, dayIn, daysBetween } from '@leadlock/core/days';
import type { DB } from '@leadlock/db/client';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { sql, type RawBuilder, type SelectQueryBuilder, type SqlBool } from 'kysely';

/** Which usage to look at: of one sub-account or of all, between two days in the agency's time zone, both included. */
export interface UsageFilter {
  subAccountId?: string;
  /** `YYYY-MM-DD` */
  firstDay?: string;
  lastDay?: string;
}

/** A day as it stands; of a time the day that it is in. */
const dayOf = (text: string | undefined, timeZone: string): string | undefined =>
  text === undefined || /^\d{4}-\d{2}-\d{2}$/.test(text) ? text : dayIn(new Date(text), timeZone);

export const toFilter = (
  { tenant: { timeZone } }: TenantContext,
  input: { date_from?: string; date_to?: string },
  subAccountId?: string,
): UsageFilter => ({
  subAccountId,
  firstDay: dayOf(input.date_from, timeZone),
  lastDay: dayOf(input.date_to, timeZone),
});

/** When the period of a filter begins, and when it is over. */
export const bounds = (
  { firstDay, lastDay }: UsageFilter,
  timeZone: string,
): { from?: RawBuilder<Date>; before?: RawBuilder<Date> } => ({
  from: firstDay === undefined ? undefined : startOfDay(firstDay, timeZone),
  before: lastDay === undefined ? undefined : endOfDay(lastDay, timeZone),
});

/** The last `count` days up to today, the oldest first. */
export const lastDays = (today: string, count: number): string[] => daysBetween(addDays(today, 1 - count), today);

/** Usage of each quarter of an hour in a filter's period. */
export function within<Selected>(
  usage: SelectQueryBuilder<DB, 'usage_by_quarter_hour', Selected>,
  filter: UsageFilter,
  timeZone: string,
): SelectQueryBuilder<DB, 'usage_by_quarter_hour', Selected> {
  const { from, before } = bounds(filter, timeZone);
  const beganAt = sql.ref<Date>('began_at');
  let query = usage;
  if (from !== undefined) query = query.where(sql<SqlBool>`${beganAt} >= ${from}`);
  if (before !== undefined) query = query.where(sql<SqlBool>`${beganAt} < ${before}`);
  return query;
}
