import type { DB } from '@leadlock/db/client';
import { sql, type SelectQueryBuilder } from 'kysely';

/** Which usage to look at: of one sub-account or of all, between two days in UTC, both included. */
export interface UsageFilter {
  subAccountId?: string;
  /** `YYYY-MM-DD` */
  firstDay?: string;
  lastDay?: string;
}

const DAY_MS = 86_400_000;

export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

const utcDay = (text: string | undefined): string | undefined =>
  text === undefined ? undefined : dayOf(new Date(text));

export const toFilter = (input: { date_from?: string; date_to?: string }, subAccountId?: string): UsageFilter => ({
  subAccountId,
  firstDay: utcDay(input.date_from),
  lastDay: utcDay(input.date_to),
});

/** When the period of a filter begins, and when it is over. */
export const bounds = ({ firstDay, lastDay }: UsageFilter): { from?: Date; before?: Date } => ({
  from: firstDay === undefined ? undefined : new Date(firstDay),
  before: lastDay === undefined ? undefined : new Date(new Date(lastDay).getTime() + DAY_MS),
});

/** The last `count` days up to today, the oldest first. */
export const lastDays = (today: Date, count: number): string[] =>
  Array.from({ length: count }, (_, index) => dayOf(new Date(today.getTime() - (count - 1 - index) * DAY_MS)));

/** Usage of each day that a filter lets through. */
export function withinDays<Selected>(
  usageByDay: SelectQueryBuilder<DB, 'usage_by_day', Selected>,
  { subAccountId, firstDay, lastDay }: UsageFilter,
): SelectQueryBuilder<DB, 'usage_by_day', Selected> {
  let query = usageByDay;
  if (subAccountId !== undefined) query = query.where('tenant_id', '=', subAccountId);
  if (firstDay !== undefined) query = query.where('day', '>=', sql<Date>`${firstDay}::date`);
  if (lastDay !== undefined) query = query.where('day', '<=', sql<Date>`${lastDay}::date`);
  return query;
}
