import type { TenantContext } from '@leadlock/context/context';
import type { Page } from '@leadlock/db/cells';
import { dayAt } from '@leadlock/db/local-days';
import { sql, type SqlBool } from 'kysely';
import { findPageOfRecords } from './page-of-records.ts';
import type { UnpricedUsage } from './schemas.ts';
import { within, type UsageFilter } from './usage-filter.ts';

/** Calls without a known cost, in all and by each of what usage is shown by, from what is added up. */
export const selectUnpriced = ({ db, tenant, hidesCosts }: TenantContext, filter: UsageFilter) =>
  db
    .selectFrom(
      within(db.selectFrom('usage_by_quarter_hour'), filter, tenant.timeZone)
        .select((usage) => [
          'tenant_id',
          'provider',
          'direction',
          // Who may see no cost knows none.
          usage.ref(hidesCosts ? 'calls' : 'unpriced_calls').as('unpriced_calls'),
          'revenue_cents',
          (hidesCosts ? sql<number>`0` : sql<number>`priced_revenue_cents`).as('priced_revenue_cents'),
          dayAt(usage.ref('began_at'), tenant.timeZone).as('date'),
        ])
        .where('agency_id', '=', tenant.id)
        .where('kind', '=', 'voice')
        // As the index of these rows says it: a parameter would not be seen to be the same.
        .where(hidesCosts ? sql<SqlBool>`calls > 0` : sql<SqlBool>`unpriced_calls > 0`)
        .$if(filter.subAccountId !== undefined, (query) => query.where('tenant_id', '=', filter.subAccountId ?? ''))
        .as('unpriced'),
    )
    .select([
      'tenant_id',
      'provider',
      'direction',
      'date',
      // One bit for each that a row is not grouped by.
      sql<number>`grouping(tenant_id, provider, direction, date)`.as('left_out'),
      sql<number>`sum(unpriced_calls)::float8`.as('calls'),
      sql<number>`sum(revenue_cents - priced_revenue_cents)::float8`.as('revenue_cents'),
    ])
    .groupBy(sql`GROUPING SETS ((), (tenant_id), (provider), (direction), (date))`);

const BY_SUB_ACCOUNT = 0b0111;
const BY_PROVIDER = 0b1011;
const BY_DIRECTION = 0b1101;
const BY_DAY = 0b1110;
const OF_ALL = 0b1111;

/**
 * How much of what `listUsage` shows has no known cost: figures of the same filter, and which records of the same page.
 */
export async function getUnpricedUsage(ctx: TenantContext, filter: UsageFilter, page: Page): Promise<UnpricedUsage> {
  const [rows, records] = await Promise.all([
    selectUnpriced(ctx, filter).execute(),
    findPageOfRecords(ctx, filter, page),
  ]);
  const groupedBy = (leftOut: number) => rows.filter((row) => row.left_out === leftOut);
  const amount = ({ calls, revenue_cents }: (typeof rows)[number]) => ({ calls, revenue_cents });
  const [all] = groupedBy(OF_ALL);
  return {
    // Sums of nothing are null.
    calls: all?.calls ?? 0,
    revenue_cents: all?.revenue_cents ?? 0,
    by_sub_account: groupedBy(BY_SUB_ACCOUNT).map((row) => ({ sub_account_id: row.tenant_id, ...amount(row) })),
    by_provider: groupedBy(BY_PROVIDER).map((row) => ({ provider: row.provider, ...amount(row) })),
    by_direction: groupedBy(BY_DIRECTION).map((row) => ({ direction: row.direction, ...amount(row) })),
    by_day: groupedBy(BY_DAY).map((row) => ({ date: row.date, ...amount(row) })),
    record_ids: records.filter((record) => record.cost_cents === null).map(({ id }) => id),
  };
}
