import type { TenantContext } from '@leadlock/context/context';
import { addDays, countDays, dayIn, daysBetween } from '@leadlock/core/days';
import { invalidField } from '@leadlock/core/errors';
import { isId } from '@leadlock/core/ids';
import { dayAt, endOfDay, startOfDay } from '@leadlock/db/local-days';
import { sql } from 'kysely';
import { CALL_FIGURES, conversionRate, NO_CALLS, type CallFigures } from './figures.ts';
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
  if (firstDay > lastDay) throw invalidField(['query', 'date_to'], 'It is before date_from', lastDay);
  if (countDays(firstDay, lastDay) > MOST_DAYS) {
    throw invalidField(['query', 'date_from'], `The period is longer than ${MOST_DAYS} days`, firstDay);
  }
  return { firstDay, lastDay, agentId: input.agent_id };
}

/** The figures of all calls, and by day, status, direction and agent, from one look at the calls. */
export const selectFigures = ({ db, tenant }: TenantContext, { firstDay, lastDay, agentId }: Period) =>
  db
    .selectFrom((eb) =>
      eb
        .selectFrom('call_logs')
        .select((call) => [
          dayAt(call.ref('started_at'), tenant.timeZone).as('day'),
          'status',
          'direction',
          'agent_id',
          'agent_name',
          'billable_minutes',
          'cost_cents',
          'appointment_booked',
        ])
        .where('tenant_id', '=', tenant.id)
        .where('started_at', '>=', startOfDay(firstDay, tenant.timeZone))
        .where('started_at', '<', endOfDay(lastDay, tenant.timeZone))
        .$if(agentId !== undefined, (query) => query.where('agent_id', '=', agentId ?? null))
        .as('calls'),
    )
    .select([
      'day',
      'status',
      'direction',
      'agent_id',
      // One bit for each that a row is not grouped by.
      sql<number>`grouping(day, status, direction, agent_id)`.as('left_out'),
      sql<string | null>`max(agent_name)`.as('agent_name'),
      ...CALL_FIGURES,
    ])
    .groupBy(sql`GROUPING SETS ((), (day), (status), (direction), (agent_id))`);

const BY_DAY = 0b0111;
const BY_STATUS = 0b1011;
const BY_DIRECTION = 0b1101;
const BY_AGENT = 0b1110;
const OF_ALL = 0b1111;

/** Texts of the period; of an agent those in its calls. */
export const selectTexts = ({ db, tenant }: TenantContext, { firstDay, lastDay, agentId }: Period) =>
  db
    .selectFrom('messages')
    .select(({ fn }) => fn.countAll<number>().as('texts'))
    .where('tenant_id', '=', tenant.id)
    .where('created_at', '>=', startOfDay(firstDay, tenant.timeZone))
    .where('created_at', '<', endOfDay(lastDay, tenant.timeZone))
    .$if(agentId !== undefined, (query) =>
      query.where('call_id', 'in', (eb) =>
        eb
          .selectFrom('call_logs')
          .select('id')
          .where('tenant_id', '=', tenant.id)
          .where('agent_id', '=', agentId ?? null),
      ),
    );

/** As the agents are called now; a call remembers what its agent was called then. */
async function findAgentNames({ db, tenant }: TenantContext): Promise<Map<string, string>> {
  const agents = await db.selectFrom('agents').select(['id', 'name']).where('tenant_id', '=', tenant.id).execute();
  return new Map(agents.map(({ id, name }) => [id, name]));
}

/** Figures of a period, all at once. @throws validation error for a period that ends before it begins, or is too long. */
export async function getAnalytics(ctx: TenantContext, input: AnalyticsInput): Promise<AnalyticsResponse> {
  const period = periodOf(input, dayIn(ctx.clock.now(), ctx.tenant.timeZone));
  const matchesNothing = period.agentId !== undefined && !isId(period.agentId);
  const [rows, texts, names] = matchesNothing
    ? [[], { texts: 0 }, new Map<string, string>()]
    : await Promise.all([
        selectFigures(ctx, period).execute(),
        selectTexts(ctx, period).executeTakeFirstOrThrow(),
        findAgentNames(ctx),
      ]);
  // The contract knows no figure that is left out.
  const costOf = ({ cost_cents }: CallFigures): number => (ctx.hidesCosts ? 0 : cost_cents);
  const groupedBy = (leftOut: number) =>
    rows.filter((row) => row.left_out === leftOut).toSorted((a, b) => b.calls - a.calls);
  const [all = NO_CALLS] = groupedBy(OF_ALL);
  const byDay = new Map(groupedBy(BY_DAY).map((figures) => [figures.day, figures]));
  return {
    summary: {
      total_calls: all.calls,
      total_minutes: all.minutes,
      total_cost_cents: costOf(all),
      conversion_rate: conversionRate(all),
      total_texts: texts.texts,
    },
    daily_trend: daysBetween(period.firstDay, period.lastDay).map((date) => {
      const figures = byDay.get(date) ?? NO_CALLS;
      const { calls, minutes, booked } = figures;
      return { date, calls, minutes, cost_cents: costOf(figures), booked };
    }),
    status_breakdown: groupedBy(BY_STATUS).map(({ status, calls }) => ({ status, count: calls })),
    direction_breakdown: groupedBy(BY_DIRECTION).map(({ direction, calls }) => ({ direction, count: calls })),
    agent_breakdown: groupedBy(BY_AGENT).flatMap(({ agent_id, agent_name, ...figures }) =>
      agent_id === null
        ? []
        : {
            agent_id,
            agent_name: names.get(agent_id) ?? agent_name ?? '',
            calls: figures.calls,
            minutes: figures.minutes,
            booked: figures.booked,
            conversion_rate: conversionRate(figures),
          },
    ),
  };
}
