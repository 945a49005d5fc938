import type { TenantContext } from '@leadlock/context/context';
import { addDays, dayIn, daysBetween, firstOfMonth } from '@leadlock/core/days';
import { addFigures, conversionRate, NO_CALLS, TREND_SUMS, trendOf } from '@leadlock/db/call-figures';
import type { DashboardStats } from './schemas.ts';

const TREND_DAYS = 7;
const RECENT_CALLS = 5;

/** The figures of each of some days with calls, by its place among them. */
export const selectDays = ({ db, tenant }: TenantContext, days: readonly string[]) =>
  db
    .selectFrom(trendOf({ tenantId: tenant.id, days, zone: tenant.timeZone }).as('figures'))
    .select(['day', ...TREND_SUMS])
    .groupBy('day');

export const selectRecentCalls = ({ db, tenant }: TenantContext) =>
  db
    .selectFrom('call_logs')
    .select(['id', 'from_number', 'duration_seconds', 'status', 'started_at', 'agent_id', 'appointment_booked'])
    .where('tenant_id', '=', tenant.id)
    .orderBy('started_at', 'desc')
    .orderBy('id', 'desc')
    .limit(RECENT_CALLS);

async function countActiveAgents({ db, tenant }: TenantContext): Promise<number> {
  const { count } = await db
    .selectFrom('agents')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', tenant.id)
    .where('is_active', '=', true)
    .executeTakeFirstOrThrow();
  return count;
}

/** What the first page shows: this month, the last seven days, the last calls. */
export async function getDashboardStats(ctx: TenantContext): Promise<DashboardStats> {
  const today = dayIn(ctx.clock.now(), ctx.tenant.timeZone);
  const [month, week] = [firstOfMonth(today), addDays(today, 1 - TREND_DAYS)];
  const days = daysBetween(month < week ? month : week, today);
  const [figures, activeAgents, recent] = await Promise.all([
    selectDays(ctx, days).execute(),
    countActiveAgents(ctx),
    selectRecentCalls(ctx).execute(),
  ]);
  const byDay = new Map(figures.map((ofDay) => [days[ofDay.day], ofDay]));
  const ofMonth = figures.filter(({ day }) => (days[day] ?? today) >= month).reduce(addFigures, NO_CALLS);
  return {
    total_calls: ofMonth.calls,
    total_minutes: ofMonth.minutes,
    active_agents: activeAgents,
    conversion_rate: conversionRate(ofMonth),
    recent_calls: recent.map((call) => ({
      ...call,
      started_at: call.started_at.toISOString(),
      agent_id: call.agent_id ?? '',
      appointment_booked: call.appointment_booked ?? false,
    })),
    usage_trend: Object.fromEntries(
      daysBetween(week, today).map((day) => {
        const { calls, minutes } = byDay.get(day) ?? NO_CALLS;
        return [day, { calls, minutes }];
      }),
    ),
  };
}
