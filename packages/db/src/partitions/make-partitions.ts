import { sql, type Kysely, type RawBuilder } from 'kysely';

/** How long the readers and writers of a table may have to wait while its partitions change. */
const LONGEST_WAIT_MS = 150;

/**
 * Makes the partitions of a table for this month and so many to come, in the transaction `trx`, which must be short.
 * @returns how many were missing
 * @throws what the database says when it did not get its locks in time: try again
 */
export const makePartitions = <DB>(trx: Kysely<DB>, table: string, monthsAhead: number): Promise<number> =>
  changePartitions(trx, sql`make_partitions(${table}, ${monthsAhead})`);

/**
 * Drops the partitions of a table that end before an id and whose rows have all been deleted; as `makePartitions`.
 * @returns how many there were
 */
export const dropEmptyPartitions = <DB>(trx: Kysely<DB>, table: string, beforeId: string): Promise<number> =>
  changePartitions(trx, sql`drop_empty_partitions(${table}, ${beforeId})`);

async function changePartitions<DB>(trx: Kysely<DB>, change: RawBuilder<number>): Promise<number> {
  await sql`SELECT set_config('statement_timeout', ${String(LONGEST_WAIT_MS)}, true)`.execute(trx);
  const { rows } = await sql<{ count: number }>`SELECT ${change} AS count`.execute(trx);
  return rows[0]?.count ?? 0;
}
