import { sql, type Kysely, type RawBuilder } from 'kysely';
import pg from 'pg';
import { inShortTransaction } from '../migration.ts';

/** Where the rows that a table has end and those of its months begin. */
export interface Bounds {
  /** The beginning of a month; a condition keeps the rows before it. */
  boundary: string;
  /** There are no rows, and no condition: the months begin with this one. */
  isEmpty: boolean;
}

/** Rows whose ids lie beyond any time that a clock may show: no month takes them. */
export class IdsOfNoTimeError extends Error {
  override name = 'IdsOfNoTimeError';

  constructor(table: string, count: number, example: string) {
    super(
      `${table} has ${count} ${count === 1 ? 'row' : 'rows'} with an ID more than a year ahead, such as IDs that are ` +
        `not UUIDv7 (${example}). Change these IDs or delete the rows, and run migrations again. No table was changed.`,
    );
  }
}

/**
 * Finds the boundaries of tables and keeps their rows before them, until each is partitioned or its condition dropped.
 * @throws IdsOfNoTimeError
 */
export async function boundTables(db: Kysely<never>, tables: readonly string[]): Promise<Map<string, Bounds>> {
  const bounds = new Map<string, Bounds>();
  // All are looked at before the first gets a condition.
  for (const table of tables) {
    bounds.set(table, (await findBounds(db, table)) ?? { boundary: await beginningOfMonth(db), isEmpty: true });
  }
  for (const [table, { isEmpty }] of bounds) if (!isEmpty) bounds.set(table, await boundTable(db, table));
  return bounds;
}

/** How often rows beyond a boundary may come while it is set. */
const MOST_TRIES = 5;

/** As `boundTables`, of a table with rows. */
export async function boundTable(db: Kysely<never>, table: string): Promise<Bounds> {
  for (let tries = 1; ; tries += 1) {
    // One of a run that was cut off may be of a month that has come since.
    await dropCondition(db, table);
    const bounds = await findBounds(db, table);
    if (!bounds) throw new Error(`${table} became empty in the meantime. Run migrations again.`);
    try {
      await inShortTransaction(db, (trx) =>
        sql`ALTER TABLE ${sql.table(table)} ADD CONSTRAINT ${sql.id(conditionName(table))}
          CHECK (id < ${sql.lit(bounds.boundary)}::uuid) NOT VALID`.execute(trx),
      );
      await sql`ALTER TABLE ${sql.table(table)} VALIDATE CONSTRAINT ${sql.id(conditionName(table))}`.execute(db);
      return bounds;
    } catch (error) {
      await dropCondition(db, table);
      if (!isAboutCondition(error) || tries === MOST_TRIES) throw error;
    }
  }
}

export const conditionName = (table: string): string => `${table}_come_before`;

export async function dropCondition(db: Kysely<never>, table: string): Promise<void> {
  const { rows } = await sql`
    SELECT FROM pg_constraint WHERE conrelid = ${`public.${table}`}::regclass AND conname = ${conditionName(table)}
  `.execute(db);
  if (rows.length === 0) return;
  await inShortTransaction(db, (trx) =>
    sql`ALTER TABLE ${sql.table(table)} DROP CONSTRAINT IF EXISTS ${sql.id(conditionName(table))}`.execute(trx),
  );
}

/** What Postgres calls `check_violation`: of a constraint, and of the bounds of a partition. */
export const isAboutCondition = (error: unknown): boolean =>
  error instanceof pg.DatabaseError && error.code === '23514';

/** The id that the month of a time begins with; sums of months are those of UTC only without a time zone. */
const monthOf = (at: RawBuilder<unknown>, monthsLater: number) =>
  sql`first_id_at((date_trunc('month', ${at} AT TIME ZONE 'UTC') + make_interval(months => ${monthsLater})) AT TIME ZONE 'UTC')`;

async function beginningOfMonth(db: Kysely<never>): Promise<string> {
  const { rows } = await sql<{ id: string }>`SELECT ${monthOf(sql`now()`, 0)} AS id`.execute(db);
  const [row] = rows;
  if (!row) throw new Error('The database did not return the time');
  return row.id;
}

/**
 * The beginning of a month that is a week later than now and than the greatest id, since a clock may be ahead; null of a
 * table without rows.
 */
async function findBounds(db: Kysely<never>, table: string): Promise<Bounds | null> {
  const farthest = sql`first_id_at(now() + interval '1 year')`;
  const { rows: beyond } = await sql<{ count: number; example: string }>`
    SELECT count(*)::int AS count, (array_agg(id))[1] AS example FROM ${sql.table(table)} WHERE id >= ${farthest}
  `.execute(db);
  const [{ count, example } = { count: 0, example: '' }] = beyond;
  if (count > 0) throw new IdsOfNoTimeError(table, count, example);
  const { rows } = await sql<{ boundary: string }>`
    SELECT ${monthOf(sql`(greatest(now(), ahead.at) + interval '7 days')`, 1)} AS boundary
    FROM (SELECT FROM ${sql.table(table)} LIMIT 1) AS any_row LEFT JOIN (
      SELECT to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 1000.0) AS at
      FROM ${sql.table(table)} WHERE id >= first_id_at(now()) AND id < ${farthest} ORDER BY id DESC LIMIT 1
    ) AS ahead ON true
  `.execute(db);
  const [row] = rows;
  return row ? { boundary: row.boundary, isEmpty: false } : null;
}
