import type { TenantContext } from '@leadlock/context/context';
import { dayIn, firstOfMonth } from '@leadlock/core/days';
import { FIGURE_SUMS, figuresOf } from '@leadlock/db/call-figures';
import { startOfDay } from '@leadlock/db/local-days';
import { agentLimit, limitForResponse, subAccountLimit } from '../plans/index.ts';
import type { TenantDetailResponse, TenantStats } from './schemas.ts';
import { getOwnTenantRow } from './tenant-response.ts';

/** What the tenant has, and its calls since the month began where it is. */
async function countUse(ctx: TenantContext): Promise<TenantStats> {
  const { id, timeZone } = ctx.tenant;
  const monthStart = startOfDay(firstOfMonth(dayIn(ctx.clock.now(), timeZone)), timeZone);
  const countHoldings = ctx.db
    .selectNoFrom((eb) => [
      eb
        .selectFrom('agents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('tenant_id', '=', id)
        .$asScalar()
        .as('total_agents'),
      eb
        .selectFrom('agents')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('tenant_id', '=', id)
        .where('is_active', '=', true)
        .$asScalar()
        .as('active_agents'),
      eb
        .selectFrom('phone_numbers')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where((number) => number.or([number('tenant_id', '=', id), number('user_tenant_id', '=', id)]))
        .$asScalar()
        .as('total_phone_numbers'),
    ])
    .executeTakeFirstOrThrow();
  const countCalls = ctx.db
    .selectFrom(figuresOf({ tenantId: id, from: monthStart }).as('figures'))
    .select(FIGURE_SUMS)
    .executeTakeFirstOrThrow();
  const [holdings, { calls, minutes }] = await Promise.all([countHoldings, countCalls]);
  return {
    ...holdings,
    total_calls_this_month: calls,
    total_minutes_this_month: minutes,
  };
}

/** The tenant with its limits and what it uses of them. */
export async function getTenantDetail(ctx: TenantContext): Promise<TenantDetailResponse> {
  const [row, stats] = await Promise.all([getOwnTenantRow(ctx), countUse(ctx)]);
  const limited = { ...row, plan: row.agency_plan ?? row.plan };
  return {
    id: row.id,
    name: row.name,
    slug: row.slug,
    tenant_type: row.tenant_type,
    plan: row.plan,
    agent_limit: limitForResponse(agentLimit(ctx.settings, limited)),
    sub_account_limit: limitForResponse(subAccountLimit(ctx.settings, limited)),
    is_active: row.is_active,
    trial_ends_at: row.trial_ends_at?.toISOString() ?? null,
    created_at: row.created_at.toISOString(),
    stats,
  };
}
