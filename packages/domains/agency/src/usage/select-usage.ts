import type { TenantContext } from '@leadlock/context/context';
import type { Span } from '@leadlock/db/call-figures';
import { sql, type RawBuilder, type Selectable } from 'kysely';
import type { DB } from '@leadlock/db/client';
import { hoursOfDays } from '@leadlock/db/local-days';
import { FIGURE_NAMES, MONEY_NAMES } from './figures.ts';
import { bounds, type UsageFilter } from './usage-filter.ts';

const COLUMNS = ['kind', 'provider', 'direction', ...FIGURE_NAMES] as const;
type UsageRow = Pick<Selectable<DB['usage_totals']>, (typeof COLUMNS)[number]>;

/** The tables that hold usage of a filter, and which of their rows are its own. */
function tablesOf({ tenant }: TenantContext, { subAccountId }: UsageFilter) {
  return subAccountId === undefined
    ? { days: 'agency_usage_by_day', quarters: 'agency_usage_by_quarter_hour', own: sql`tenant_id = ${tenant.id}` }
    : {
        days: 'usage_by_day',
        quarters: 'usage_by_quarter_hour',
        own: sql`tenant_id = ${subAccountId} AND agency_id = ${tenant.id}`,
      };
}

const columns = sql.join(COLUMNS.map((name) => sql.ref(name)));

/** Rows to add up, of whatever tables hold a filter's usage in the fewest: of all time, or days and quarter hours. */
export function usageOf(ctx: TenantContext, filter: UsageFilter): RawBuilder<UsageRow> {
  const { subAccountId, firstDay, lastDay } = filter;
  if (firstDay !== undefined || lastDay !== undefined) return usageBySpan(ctx, filter);
  const own = subAccountId === undefined ? sql`true` : sql`tenant_id = ${subAccountId}`;
  return sql`(SELECT ${columns} FROM usage_totals WHERE agency_id = ${ctx.tenant.id} AND ${own})`;
}

/** As `usageOf`, with when each span begins: days of UTC, and quarter hours of what is not a whole one. */
export function usageBySpan(
  ctx: TenantContext,
  filter: UsageFilter,
): RawBuilder<UsageRow & { span: Span; began_at: Date }> {
  const { days, quarters, own } = tablesOf(ctx, filter);
  const { from, before } = bounds(filter, ctx.tenant.timeZone);
  const within = sql`${own} AND began_at >= spans.began AND began_at < spans.until`;
  return sql`(
  SELECT CASE spans.span WHEN 'quarter' THEN 'quarter' ELSE 'day' END AS span, began_at, ${columns}
  FROM figure_spans(${from ?? sql`'-infinity'`}, ${before ?? sql`'infinity'`}) AS spans
    CROSS JOIN LATERAL (
      SELECT began_at, ${columns} FROM ${sql.table(quarters)} WHERE spans.span = 'quarter' AND ${within}
      UNION ALL
      SELECT began_at, ${columns} FROM ${sql.table(days)} WHERE spans.span <> 'quarter' AND ${within}
      -- So that each span is looked up by the key, and the usage of all time is not read to be joined.
      OFFSET 0
    ) AS sums
)`;
}

/** The quarter hours of some days of UTC. */
export function usageOfDays(
  ctx: TenantContext,
  filter: UsageFilter,
  days: readonly Date[],
): RawBuilder<UsageRow & { span: Span; began_at: Date }> {
  const { quarters, own } = tablesOf(ctx, filter);
  return sql`(
  SELECT 'quarter' AS span, began_at, ${columns}
  FROM unnest(${days}::timestamptz[]) AS day
    CROSS JOIN LATERAL (
      SELECT began_at, ${columns} FROM ${sql.table(quarters)}
      WHERE ${own} AND began_at >= day AND began_at < day + interval '24 hours'
      OFFSET 0
    ) AS sums
)`;
}

const moneyColumns = sql.join(MONEY_NAMES.map((name) => sql.ref(name)));

/** What all sub-accounts used on each of some days in a row, by their place among them. */
export function usageByDay(
  { tenant }: TenantContext,
  days: readonly string[],
): RawBuilder<Pick<UsageRow, (typeof MONEY_NAMES)[number]> & { day: number }> {
  const used = (table: string, from: string, before: string) => sql`
      SELECT ${moneyColumns} FROM ${sql.table(table)}
      WHERE tenant_id = ${tenant.id} AND began_at >= ${sql.ref(from)} AND began_at < ${sql.ref(before)}`;
  return sql`(
  SELECT day, ${moneyColumns}
  FROM ${hoursOfDays(days, tenant.timeZone)} AS days
    CROSS JOIN LATERAL (${used('agency_usage_by_hour', 'first_hour', 'last_hour')}
      UNION ALL ${used('agency_usage_by_quarter_hour', 'began', 'first_hour')}
      UNION ALL ${used('agency_usage_by_quarter_hour', 'last_hour', 'ended')}
      -- So that each day is looked up by the key.
      OFFSET 0
    ) AS used
)`;
}
