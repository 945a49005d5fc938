import type { TenantContext } from '@leadlock/context/context';
import { addDays, countDays, dayIn, daysBetween } from '@leadlock/core/days';
import { invalidField } from '@leadlock/core/errors';
import {
  conversionRate,
  FIGURE_SUMS,
  figuresOf,
  NO_CALLS,
  TREND_SUMS,
  trendOf,
  type CallFigures,
} from '@leadlock/db/call-figures';
import { NOBODY } from '@leadlock/core/id';
import { endOfDay, startOfDay } from '@leadlock/db/local-days';
import { sql } from 'kysely';
import type { AnalyticsInput, AnalyticsResponse } from './schemas.ts';

const DEFAULT_DAYS = 30;
const MOST_DAYS = 366;

export interface Period {
  /** `YYYY-MM-DD`, both included, in the account's time zone. */
  firstDay: string;
  lastDay: string;
  agentId?: string;
}

function periodOf(input: AnalyticsInput, today: string): Period {
  const lastDay = input.date_to ?? today;
  const firstDay = input.date_from ?? addDays(lastDay, 1 - DEFAULT_DAYS);
  if (firstDay > lastDay) throw invalidField(['query', 'date_to'], 'Must not be before date_from', lastDay);
  if (countDays(firstDay, lastDay) > MOST_DAYS) {
    throw invalidField(['query', 'date_from'], `Date range is longer than ${MOST_DAYS} days`, firstDay);
  }
  return { firstDay, lastDay, agentId: input.agent_id };
}

const daysOf = ({ firstDay, lastDay }: Period): string[] => daysBetween(firstDay, lastDay);
const within = ({ tenant }: TenantContext, { firstDay, lastDay, agentId }: Period) => ({
  tenantId: tenant.id,
  from: startOfDay(firstDay, tenant.timeZone),
  before: endOfDay(lastDay, tenant.timeZone),
  agentId,
});

/** The figures of all calls, and by status, direction and agent. */
export const selectFigures = (ctx: TenantContext, period: Period) =>
  ctx.db
    .selectFrom(figuresOf(within(ctx, period)).as('figures'))
    .select([
      'status',
      'direction',
      'agent_id',
      // One bit for each that a row is not grouped by.
      sql<number>`grouping(status, direction, agent_id)`.as('left_out'),
      ...FIGURE_SUMS,
    ])
    .groupBy(sql`GROUPING SETS ((), (status), (direction), (agent_id))`)
    // Calls that got another status have left a group, which may be empty now.
    .having(sql<boolean>`sum(calls) > 0`);

/** The figures of each day with calls, by its place in the period. */
export const selectTrend = ({ db, tenant }: TenantContext, period: Period) =>
  db
    .selectFrom(
      trendOf({
        tenantId: tenant.id,
        agentId: period.agentId,
        days: daysOf(period),
        zone: tenant.timeZone,
      }).as('figures'),
    )
    .select(['day', ...TREND_SUMS])
    .groupBy('day');

const BY_STATUS = 0b011;
const BY_DIRECTION = 0b101;
const BY_AGENT = 0b110;
const OF_ALL = 0b111;

/** Texts of the period; of an agent those in its calls. */
export const selectTexts = ({ db, tenant }: TenantContext, { firstDay, lastDay, agentId }: Period) =>
  db
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number>().as('texts'))
    .where('messages.tenant_id', '=', tenant.id)
    .where('messages.created_at', '>=', startOfDay(firstDay, tenant.timeZone))
    .where('messages.created_at', '<', endOfDay(lastDay, tenant.timeZone))
    .$if(agentId !== undefined, (query) =>
      query
        .innerJoin('call_logs', (join) =>
          join.onRef('call_logs.tenant_id', '=', 'messages.tenant_id').onRef('call_logs.id', '=', 'messages.call_id'),
        )
        .where('call_logs.agent_id', '=', agentId ?? null),
    );

/** As the agents are called now. */
async function findAgentNames({ db, tenant }: TenantContext): Promise<Map<string, string>> {
  const agents = await db.selectFrom('agents').select(['id', 'name']).where('tenant_id', '=', tenant.id).execute();
  return new Map(agents.map(({ id, name }) => [id, name]));
}

/** Figures of a period, all at once. @throws validation error for a period that ends before it begins, or is too long. */
export async function getAnalytics(ctx: TenantContext, input: AnalyticsInput): Promise<AnalyticsResponse> {
  const period = periodOf(input, dayIn(ctx.clock.now(), ctx.tenant.timeZone));
  const [rows, trend, texts, names] = await Promise.all([
    selectFigures(ctx, period).execute(),
    selectTrend(ctx, period).execute(),
    selectTexts(ctx, period).executeTakeFirstOrThrow(),
    findAgentNames(ctx),
  ]);
  // The contract knows no figure that is left out.
  const costOf = ({ cost_cents }: CallFigures): number => (ctx.hidesCosts ? 0 : cost_cents);
  const groupedBy = (leftOut: number) =>
    rows.filter((row) => row.left_out === leftOut).toSorted((a, b) => b.calls - a.calls);
  const [all = NO_CALLS] = groupedBy(OF_ALL);
  const byDay = new Map(trend.map((figures) => [figures.day, figures]));
  return {
    summary: {
      total_calls: all.calls,
      total_minutes: all.minutes,
      total_cost_cents: costOf(all),
      conversion_rate: conversionRate(all),
      total_texts: texts.texts,
    },
    daily_trend: daysOf(period).map((date, day) => {
      const figures = byDay.get(day) ?? NO_CALLS;
      const { calls, minutes, booked } = figures;
      return { date, calls, minutes, cost_cents: costOf(figures), booked };
    }),
    status_breakdown: groupedBy(BY_STATUS).map(({ status, calls }) => ({ status, count: calls })),
    direction_breakdown: groupedBy(BY_DIRECTION).map(({ direction, calls }) => ({ direction, count: calls })),
    agent_breakdown: groupedBy(BY_AGENT).flatMap(({ agent_id, ...figures }) =>
      agent_id === NOBODY
        ? []
        : {
            agent_id,
            agent_name: names.get(agent_id) ?? '',
            calls: figures.calls,
            minutes: figures.minutes,
            booked: figures.booked,
            conversion_rate: conversionRate(figures),
          },
    ),
  };
}
