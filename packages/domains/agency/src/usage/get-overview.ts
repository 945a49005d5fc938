import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import { dayIn } from '@leadlock/core/days';
import { conversionRate, percent } from '@leadlock/db/call-figures';
import { sql } from 'kysely';
import { FIGURE_SUMS, groupBy, marginOf, MONEY_SUMS, providerLabel, seenBy, sumOf, toMoney } from './figures.ts';
import type { AgencyOverview } from './schemas.ts';
import { usageByDay } from './select-usage.ts';
import { lastDays } from './usage-filter.ts';

const TREND_DAYS = 30;
const TOP_SUB_ACCOUNTS = 5;

export const selectTotals = ({ db, tenant }: TenantContext) =>
  db
    .selectFrom('usage_totals')
    .select(['kind', 'provider', 'direction', ...FIGURE_SUMS])
    .where('agency_id', '=', tenant.id)
    .groupBy(['kind', 'provider', 'direction']);

/** What was used on each of some days, by its place among them. */
export const selectTrend = (ctx: TenantContext, days: readonly string[]) =>
  ctx.db
    .selectFrom(usageByDay(ctx, days).as('usage'))
    .select(['day', ...MONEY_SUMS])
    .groupBy('day');

/** Those with the most revenue. */
export const selectTopSubAccounts = ({ db, tenant }: TenantContext) =>
  db
    .selectFrom('usage_totals')
    .innerJoin('tenants', 'tenants.id', 'usage_totals.tenant_id')
    .select(['tenants.id', 'tenants.name', ...FIGURE_SUMS])
    .where('usage_totals.agency_id', '=', tenant.id)
    .where('tenants.is_active', '=', true)
    .groupBy(['tenants.id', 'tenants.name'])
    .orderBy('revenue_cents', 'desc')
    .orderBy('calls', 'desc')
    .orderBy('tenants.id')
    .limit(TOP_SUB_ACCOUNTS);

function countSubAccounts({ db, tenant }: TenantContext) {
  return db
    .selectFrom('tenants')
    .select(({ fn }) => [
      fn.countAll<number>().as('total'),
      sql<number>`count(*) FILTER (WHERE suspended_at IS NOT NULL)`.as('suspended'),
    ])
    .where('parent_tenant_id', '=', tenant.id)
    .where('is_active', '=', true)
    .executeTakeFirstOrThrow();
}

/** Agents are the sub-accounts': a connection of the agency may not see them. */
async function countAgents({ database, tenant }: TenantContext): Promise<number> {
  const { count } = await allTenants({ database })
    .selectFrom('agents')
    .innerJoin('tenants', 'tenants.id', 'agents.tenant_id')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenants.parent_tenant_id', '=', tenant.id)
    .where('tenants.is_active', '=', true)
    .executeTakeFirstOrThrow();
  return count;
}

/** The agency's figures over all sub-accounts, of all time, with the trend of the last 30 days. */
export async function getOverview(ctx: TenantContext): Promise<AgencyOverview> {
  const days = lastDays(dayIn(ctx.clock.now(), ctx.tenant.timeZone), TREND_DAYS);
  const [subAccounts, agents, allTotals, top, trend] = await Promise.all([
    countSubAccounts(ctx),
    countAgents(ctx),
    selectTotals(ctx).execute(),
    selectTopSubAccounts(ctx).execute(),
    selectTrend(ctx, days).execute(),
  ]);
  const totals = seenBy(ctx, allTotals);
  const sum = sumOf(totals);
  const voice = totals.filter(({ kind }) => kind === 'voice');
  const byDay = new Map(seenBy(ctx, trend).map((row) => [row.day, row]));
  return {
    total_sub_accounts: subAccounts.total,
    active_sub_accounts: subAccounts.total - subAccounts.suspended,
    suspended_sub_accounts: subAccounts.suspended,
    total_agents: agents,
    total_calls: sum.calls,
    total_minutes: sum.minutes,
    total_texts: sum.texts,
    total_margin_cents: marginOf(sum),
    total_revenue_cents: sum.revenue_cents,
    total_cost_cents: sum.cost_cents,
    avg_margin_pct: percent(marginOf(sum), sum.priced_revenue_cents),
    total_booked: sum.booked,
    conversion_rate: conversionRate(sum),
    calls_by_direction: Object.fromEntries(
      groupBy(voice, (row) => row.direction).map(([direction, figures]) => [direction, figures.calls]),
    ),
    top_sub_accounts: seenBy(ctx, top).map(({ id, name, ...figures }) => ({
      id,
      name,
      calls: figures.calls,
      minutes: figures.minutes,
      revenue_cents: figures.revenue_cents,
      margin_cents: marginOf(figures),
      conversion_rate: conversionRate(figures),
    })),
    daily_trend: days.map((date, day) => ({ date, ...toMoney(byDay.get(day) ?? sumOf([])) })),
    usage_by_provider: groupBy(voice, (row) => row.provider).map(([provider, figures]) => ({
      provider,
      provider_label: providerLabel(provider),
      ...toMoney(figures),
    })),
  };
}
