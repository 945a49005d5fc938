import { sql, type Kysely, type RawBuilder } from 'kysely';

/** How long the readers and writers of a table may have to wait while its partitions change. */
const LONGEST_WAIT_MS = 150;

export interface MissingMonth {
  /** The first day: `2026-11-01`. */
  month: string;
  /** Rows of the month are in the default partition. They stay there, and it gets no partition. */
  isInDefault: boolean;
}

/** The months from the current one on, and so many to come, that no partition of the table takes. Changes nothing. */
export async function missingMonths<DB>(db: Kysely<DB>, table: string, monthsAhead: number): Promise<MissingMonth[]> {
  const { rows } = await sql<MissingMonth>`
    SELECT month::text, is_in_default AS "isInDefault" FROM missing_months(${table}, ${monthsAhead}) ORDER BY month
  `.execute(db);
  return rows;
}

/**
 * Makes the partition of a month, in the transaction `trx`, which must be short.
 * @returns whether there was none, and nobody else is making it
 * @throws what the database says when it did not get its locks in time: try again
 */
export const makePartition = <DB>(trx: Kysely<DB>, table: string, month: string): Promise<boolean> =>
  changePartitions(trx, sql`make_partition(${table}, ${month}::date)`);

/** A partition, and the id that all ids in it are less than. */
interface MonthBefore {
  name: string;
  beforeId: string;
}

/** The partitions of a table that end before an id, in their order. */
export async function partitionsBefore<DB>(db: Kysely<DB>, table: string, id: string): Promise<MonthBefore[]> {
  const { rows } = await sql<MonthBefore>`
    SELECT name, before_id AS "beforeId" FROM month_partitions(${table}) WHERE before_id <= ${id} ORDER BY before_id
  `.execute(db);
  return rows;
}

/**
 * Drops a partition of events with all its rows, if these have lesser ids than `keptFrom`; as `makePartition`.
 * @returns whether it did
 */
export const dropMonthOfEvents = <DB>(trx: Kysely<DB>, partition: string, keptFrom: string): Promise<boolean> =>
  changePartitions(trx, sql`drop_month_of_events(${partition}, ${keptFrom})`);

/** Tells the planner of the rows of all partitions together, which nothing else in the database does. */
export async function analyzePartitions<DB>(db: Kysely<DB>, table: string): Promise<void> {
  await sql`SELECT analyze_partitions(${table})`.execute(db);
}

async function changePartitions<DB>(trx: Kysely<DB>, change: RawBuilder<boolean>): Promise<boolean> {
  await sql`SELECT set_config('statement_timeout', ${String(LONGEST_WAIT_MS)}, true)`.execute(trx);
  const { rows } = await sql<{ done: boolean }>`SELECT ${change} AS done`.execute(trx);
  return rows[0]?.done ?? false;
}
