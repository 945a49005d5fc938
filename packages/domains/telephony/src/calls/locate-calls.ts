import type { Page } from '@leadlock/db/cells';
import type { Db, DB } from '@leadlock/db/client';
import { figuresOf, figuresWithin, notTakenIn, type FiguresOf, type Span } from '@leadlock/db/call-figures';
import { expressionBuilder, sql, type RawBuilder, type SqlBool } from 'kysely';
import { matching, type CallFilter, type CallsOf, type FoundPage, type Times } from './queries.ts';

/** The time of a filter: whole quarters of an hour, which figures are kept of, and what is left of it at both ends. */
export interface FilteredTimes {
  whole: FiguresOf;
  rests: Times[];
}

/** How many calls there are in the whole quarters of an hour. */
export async function countByFigures(db: Db, of: FiguresOf): Promise<number> {
  const { total } = await db
    .selectFrom(figuresOf(of).as('figures'))
    .select(sql<number>`coalesce(sum(calls), 0)::float8`.as('total'))
    .executeTakeFirstOrThrow();
  return total;
}

/**
 * So many calls are of a time: a span of figures, or one that is not a whole quarter of an hour. `before` is the end of what
 * is not divided; it is said here, for where row-level security is checked no sum becomes a condition of an index.
 */
const cellsOf = (figures: RawBuilder<{ span: Span; began_at: Date; calls: number }>) => sql`
  SELECT span, began_at, began_at + interval '15 minutes' AS before, sum(calls)::float8 AS calls FROM ${figures} AS figures
  GROUP BY span, began_at HAVING sum(calls) > 0`;

/** Read once: Postgres plans a look at all partitions of the calls each time that a statement mentions them. */
const LATELY = sql`SELECT * FROM lately`;

/** Of some cells those that hold the page, each with the calls before it. `ahead`: before all of them. */
const holding = (cells: string, ahead: RawBuilder<unknown>, { limit, offset }: Page) => sql`
  SELECT * FROM (
    SELECT span, began_at, before, calls, ${ahead} + sum(calls) OVER (ORDER BY began_at DESC) - calls AS ahead
    FROM ${sql.table(cells)}
  ) AS placed
  WHERE ahead < ${offset + limit}::float8 AND ahead + calls > ${offset}::float8`;

/**
 * A page of the calls that match, however far behind the newest, and how many match: in one statement, which goes from months
 * to days to quarter hours, each time looking only at what holds the page, and then at the calls of these quarter hours.
 */
export async function findPageByFigures(
  db: Db,
  tenant: CallsOf,
  filter: CallFilter,
  { whole, rests }: FilteredTimes,
  page: Page,
): Promise<FoundPage> {
  const matches = matching(tenant, filter)(expressionBuilder<DB, 'call_logs'>());
  const restCells = rests.map(
    ({ began, before }) => sql`
      UNION ALL SELECT 'rest', ${began}::timestamptz, ${before}::timestamptz, count(*)::float8 FROM call_logs
      WHERE ${matches} AND ${within(sql`${began}::timestamptz`, sql`${before}::timestamptz`)}`,
  );
  /** The cells of the spans that `from` has of one length, by shorter ones, and its others as they are. */
  const divided = (from: string, span: Span, by: Span) => {
    const began = sql<
      Date[]
    >`(SELECT coalesce(array_agg(began_at), '{}') FROM ${sql.table(from)} WHERE span = ${span})`;
    return sql`
      SELECT span, began_at, before, calls FROM ${sql.table(from)} WHERE span <> ${span}
      UNION ALL ${cellsOf(figuresWithin(whole, { span, began, by }, LATELY))}`;
  };
  const aheadOf = (cells: string) => sql`(SELECT min(ahead) FROM ${sql.table(cells)})`;
  const { rows } = await sql<FoundPage>`
    WITH lately AS MATERIALIZED (${notTakenIn(whole)}),
      cells AS MATERIALIZED (${cellsOf(figuresOf(whole, LATELY))} ${sql.join(restCells, sql` `)}),
      held AS MATERIALIZED (${holding('cells', sql`0`, page)}),
      days AS MATERIALIZED (${divided('held', 'month', 'day')}),
      held_days AS MATERIALIZED (${holding('days', aheadOf('held'), page)}),
      quarters AS MATERIALIZED (${divided('held_days', 'day', 'quarter')}),
      held_quarters AS MATERIALIZED (${holding('quarters', aheadOf('held_days'), page)})
    SELECT (SELECT coalesce(sum(calls), 0) FROM cells) AS total, ARRAY(
      SELECT found.id FROM held_quarters AS times CROSS JOIN LATERAL (
        SELECT id, started_at FROM call_logs
        WHERE ${matches} AND ${within(sql`times.began_at`, sql`times.before`)}
        OFFSET 0
      ) AS found
      ORDER BY found.started_at DESC, found.id DESC
      LIMIT ${page.limit} OFFSET (${page.offset}::float8 - ${aheadOf('held_quarters')})::bigint
    ) AS ids
  `.execute(db);
  return rows[0] ?? { ids: [], total: 0 };
}

const within = (began: RawBuilder<unknown>, before: RawBuilder<unknown>) =>
  sql<SqlBool>`started_at >= ${began} AND started_at < ${before}`;
