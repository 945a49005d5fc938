import { NOBODY } from '@leadlock/core/id';
import { sql, type RawBuilder, type SqlBool } from 'kysely';
import { dayIndex, endOfDay, hoursOfDays, startOfDay } from './local-days.ts';

/**
 * What is counted of calls. Conversion looks at calls that came to a conversation and were no try-outs, as
 * `is_conversation` in the database says: others count as calls and minutes, and not here.
 */
export interface CallFigures {
  calls: number;
  /** Started minutes; a call that runs has none yet. */
  minutes: number;
  /** What is known of the cost. */
  cost_cents: number;
  /** Completed calls that could have led to an appointment. */
  conversations: number;
  /** Those of them that did. */
  booked: number;
}

/** What of a tenant's calls to add up. Both ends are beginnings of quarter hours, as those of days are everywhere. */
export interface FiguresOf {
  tenantId: string;
  /** Included; absent: from the first call on. */
  from?: RawBuilder<Date>;
  /** Not included; absent: until now. */
  before?: RawBuilder<Date>;
  /** No call is `NOBODY`'s, though calls without an agent are kept under it: it may come from a client. */
  agentId?: string;
  status?: string;
  direction?: string;
}

const since = ({ from }: FiguresOf) => from ?? sql<Date>`'-infinity'::timestamptz`;
const until = ({ before }: FiguresOf) => before ?? sql<Date>`'infinity'::timestamptz`;

const isOf = (agentId: string) => sql<SqlBool>`agent_id = ${agentId} AND ${agentId !== NOBODY}`;

function matching({ agentId, status, direction }: FiguresOf): RawBuilder<SqlBool> {
  const conditions = [sql<SqlBool>`true`];
  if (agentId !== undefined) conditions.push(isOf(agentId));
  if (status !== undefined) conditions.push(sql`status = ${status}`);
  if (direction !== undefined) conditions.push(sql`direction = ${direction}`);
  return sql.join(conditions, sql` AND `);
}

const COLUMNS = sql.raw('agent_id, status, direction, calls, minutes, cost_cents, booked');

/** What is not taken into the figures yet, a row a call: changes of calls that are over, and calls that are not. */
export const notTakenIn = (of: FiguresOf): RawBuilder<unknown> => sql`
  SELECT began_at, ${COLUMNS} FROM call_figure_changes
  WHERE tenant_id = ${of.tenantId} AND began_at >= ${since(of)} AND began_at < ${until(of)} AND ${matching(of)}
  UNION ALL
  SELECT quarter_hour(started_at), coalesce(agent_id, ${NOBODY}), status, direction, 1, coalesce(billable_minutes, 0),
    coalesce(cost_cents, 0), coalesce(is_conversation(status, direction) AND appointment_booked, false)::integer
  FROM call_logs
  WHERE tenant_id = ${of.tenantId} AND ended_at IS NULL AND started_at >= ${since(of)} AND started_at < ${until(of)}
    AND ${matching(of)}`;

/** Of a group of calls that are alike. */
interface FiguresRow extends Omit<CallFigures, 'conversations'> {
  span: Span;
  /** When the span begins that they began in. */
  began_at: Date;
  /** `NOBODY` of calls without an agent. */
  agent_id: string;
  status: string;
  direction: string;
}

/** How long the time is that a row of figures adds up, in UTC. */
export type Span = 'quarter' | 'day' | 'month';

const beginning = (span: RawBuilder<unknown>, at: string) =>
  sql`CASE ${span} WHEN 'quarter' THEN ${sql.ref(at)} ELSE date_trunc(${span}, ${sql.ref(at)}, 'UTC') END`;

/**
 * Rows to add up: figures of whatever spans make the time up in the fewest. However many calls there were, it reads as
 * many rows as they differ in. `lately`: where a statement has read already what is not taken in.
 */
export const figuresOf = (of: FiguresOf, lately = notTakenIn(of)): RawBuilder<FiguresRow> => sql`(
  SELECT spans.span, began_at, ${COLUMNS}
  FROM figure_spans(${since(of)}, ${until(of)}) AS spans
    CROSS JOIN LATERAL (
      SELECT began_at, ${COLUMNS} FROM call_figures
      WHERE tenant_id = ${of.tenantId} AND span = spans.span AND began_at >= spans.began AND began_at < spans.until
        AND ${matching(of)}
      -- So that each span is looked up by the key, and the figures of all time are not read to be joined.
      OFFSET 0
    ) AS sums
  UNION ALL
  SELECT spans.span, ${beginning(sql.ref('spans.span'), 'began_at')}, ${COLUMNS}
  FROM (${lately}) AS lately
    JOIN figure_spans(${since(of)}, ${until(of)}) AS spans ON began_at >= spans.began AND began_at < spans.until
)`;

/** Rows to add up: figures of the shorter spans that each of these longer ones consists of. */
export const figuresWithin = (
  of: Omit<FiguresOf, 'from' | 'before'>,
  { span, began, by }: { span: Span; began: RawBuilder<Date[]>; by: Span },
  lately = notTakenIn(of),
): RawBuilder<FiguresRow> => {
  const longer = sql`
    SELECT began, (began AT TIME ZONE 'UTC' + ${`1 ${span}`}::interval) AT TIME ZONE 'UTC' AS until
    FROM unnest(${began}) AS began`;
  return sql`(
  SELECT ${by}::text AS span, began_at, ${COLUMNS}
  FROM (${longer}) AS longer
    CROSS JOIN LATERAL (
      SELECT began_at, ${COLUMNS} FROM call_figures
      WHERE tenant_id = ${of.tenantId} AND span = ${by} AND began_at >= longer.began AND began_at < longer.until
        AND ${matching(of)}
      OFFSET 0
    ) AS sums
  UNION ALL
  SELECT ${by}, ${beginning(sql`${by}::text`, 'began_at')}, ${COLUMNS}
  FROM (${lately}) AS lately JOIN (${longer}) AS longer ON began_at >= longer.began AND began_at < longer.until
)`;
};

/** Whose calls to add up by days, and which days in a row, `YYYY-MM-DD` where the account is. */
export interface TrendOf extends Pick<FiguresOf, 'tenantId' | 'agentId'> {
  days: readonly string[];
  zone: string;
}

/** Rows to add up, by the place of their day: of all calls, which `NOBODY` stands for in these tables, or of an agent's. */
export const trendOf = ({ days, zone, ...of }: TrendOf): RawBuilder<CallFigures & { day: number }> => {
  const trend = (table: string, from: string, before: string) => sql`
      SELECT calls, minutes, cost_cents, conversations, booked FROM ${sql.table(table)}
      WHERE tenant_id = ${of.tenantId} AND ${of.agentId === undefined ? sql`agent_id = ${NOBODY}` : isOf(of.agentId)}
        AND began_at >= ${sql.ref(from)} AND began_at < ${sql.ref(before)}`;
  const period = { from: startOfDay(days[0] ?? '', zone), before: endOfDay(days.at(-1) ?? '', zone) };
  return sql`(
  SELECT day, calls, minutes, cost_cents, conversations, booked
  FROM ${hoursOfDays(days, zone)} AS days
    CROSS JOIN LATERAL (${trend('call_trend_by_hour', 'first_hour', 'last_hour')}
      UNION ALL ${trend('call_trend', 'began', 'first_hour')}
      UNION ALL ${trend('call_trend', 'last_hour', 'ended')}
      -- So that each day is looked up by the key.
      OFFSET 0
    ) AS sums
  UNION ALL
  SELECT ${dayIndex(sql.ref('began_at'), days, zone)}, calls, minutes, cost_cents, ${CONVERSATIONS}, booked
  FROM (${notTakenIn({ ...of, ...period })}) AS lately
)`;
};

const CONVERSATIONS = sql.raw('CASE WHEN is_conversation(status, direction) THEN calls ELSE 0 END');

const sum = <Name extends keyof CallFigures>(name: Name) =>
  sql<number>`coalesce(sum(${sql.ref(name)}), 0)::float8`.as(name);

/** What to select to get `CallFigures` of each group: of `figuresOf`, or of `trendOf`. */
export const FIGURE_SUMS = [
  sum('calls'),
  sum('minutes'),
  sum('cost_cents'),
  sql<number>`coalesce(sum(${CONVERSATIONS}), 0)::float8`.as('conversations'),
  sum('booked'),
] as const;
export const TREND_SUMS = [
  sum('calls'),
  sum('minutes'),
  sum('cost_cents'),
  sum('conversations'),
  sum('booked'),
] as const;

export const NO_CALLS: CallFigures = { calls: 0, minutes: 0, cost_cents: 0, conversations: 0, booked: 0 };

export const addFigures = (a: CallFigures, b: CallFigures): CallFigures => ({
  calls: a.calls + b.calls,
  minutes: a.minutes + b.minutes,
  cost_cents: a.cost_cents + b.cost_cents,
  conversations: a.conversations + b.conversations,
  booked: a.booked + b.booked,
});

/** Rounded to a tenth; 0 of nothing. */
export const percent = (part: number, whole: number): number =>
  whole === 0 ? 0 : Math.round((part / whole) * 1_000) / 10;

/** Percent of the conversations that led to an appointment. */
export const conversionRate = ({ booked, conversations }: Pick<CallFigures, 'booked' | 'conversations'>): number =>
  percent(booked, conversations);
