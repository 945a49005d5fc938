import type { TenantContext } from '@leadlock/context/context';
import type { Page } from '@leadlock/db/cells';
import { FIGURE_SUMS, groupBy, marginOf, providerLabel, seenBy, sumOf, toMoney } from './figures.ts';
import { findPageOfRecords } from './page-of-records.ts';
import type { UsageExportResponse, UsageExportSummary } from './schemas.ts';
import { usageOf } from './select-usage.ts';
import type { UsageFilter } from './usage-filter.ts';
import { toUsageRecord } from './usage-records.ts';

/** Sums of a filter's calls from what is added up, however many calls there are. */
export const selectSums = (ctx: TenantContext, filter: UsageFilter) =>
  ctx.db
    .selectFrom(usageOf(ctx, filter).as('usage'))
    .select(['provider', 'direction', ...FIGURE_SUMS])
    .where('kind', '=', 'voice')
    .groupBy(['provider', 'direction']);

async function summarize(ctx: TenantContext, filter: UsageFilter): Promise<UsageExportSummary> {
  const rows = seenBy(ctx, await selectSums(ctx, filter).execute());
  const sum = sumOf(rows);
  return {
    total_calls: sum.calls,
    total_seconds: sum.seconds,
    total_cost_cents: sum.cost_cents,
    total_revenue_cents: sum.revenue_cents,
    total_margin_cents: marginOf(sum),
    by_provider: groupBy(rows, (row) => row.provider).map(([provider, figures]) => ({
      provider,
      provider_label: providerLabel(provider),
      ...toMoney(figures),
    })),
    by_direction: groupBy(rows, (row) => row.direction).map(([direction, figures]) => ({
      direction,
      ...toMoney(figures),
    })),
  };
}

/** A page of the calls that a filter lets through, the newest first, and what all of them come to. */
export async function listUsage(ctx: TenantContext, filter: UsageFilter, page: Page): Promise<UsageExportResponse> {
  const [rows, summary] = await Promise.all([findPageOfRecords(ctx, filter, page), summarize(ctx, filter)]);
  return { records: rows.map(toUsageRecord), total: summary.total_calls, summary };
}
