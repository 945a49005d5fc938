import type { TenantContext } from '@leadlock/context/context';
import type { DB } from '@leadlock/db/client';
import type { AliasableExpression, Selectable } from 'kysely';
import { FIGURE_NAMES } from './figures.ts';
import { within, type UsageFilter } from './usage-filter.ts';

const COLUMNS = ['kind', 'provider', 'direction', ...FIGURE_NAMES] as const;

/** Rows to add up, of whatever tables hold a filter's usage in the fewest: of all time, of all sub-accounts, or of one. */
export function selectUsage(
  { db, tenant }: TenantContext,
  filter: UsageFilter,
): AliasableExpression<Pick<Selectable<DB['usage_totals']>, (typeof COLUMNS)[number]>> {
  const { subAccountId, firstDay, lastDay } = filter;
  if (firstDay === undefined && lastDay === undefined) {
    const totals = db.selectFrom('usage_totals').select(COLUMNS).where('agency_id', '=', tenant.id);
    return subAccountId === undefined ? totals : totals.where('tenant_id', '=', subAccountId);
  }
  return subAccountId === undefined
    ? within(db.selectFrom('agency_usage_by_quarter_hour'), filter, tenant.timeZone)
        .select(COLUMNS)
        .where('tenant_id', '=', tenant.id)
    : within(db.selectFrom('usage_by_quarter_hour'), filter, tenant.timeZone)
        .select(COLUMNS)
        .where('agency_id', '=', tenant.id)
        .where('tenant_id', '=', subAccountId);
}
