import { sql, type RawBuilder } from 'kysely';
import type { Db, DB } from './client.ts';

const BATCH_SIZE = 5_000;

/**
 * Deletes the rows that `where` finds, as many at a time as hold up nobody; `where` needs an index.
 * @returns how many there were
 */
export async function deleteInBatches(
  db: Db,
  table: keyof DB,
  where: RawBuilder<boolean>,
  batchSize = BATCH_SIZE,
): Promise<number> {
  let deleted = 0;
  for (;;) {
    const { numAffectedRows } = await sql`
      WITH found AS MATERIALIZED (
        SELECT tableoid AS part, ctid AS place FROM ${sql.table(table)} WHERE ${where}
        LIMIT ${batchSize} FOR UPDATE SKIP LOCKED
      )
      DELETE FROM ${sql.table(table)}
      WHERE ctid = ANY (ARRAY(SELECT place FROM found))
        -- Another partition has other rows in the same places.
        AND (tableoid, ctid) IN (SELECT part, place FROM found)
    `.execute(db);
    const count = Number(numAffectedRows ?? 0);
    deleted += count;
    if (count < batchSize) return deleted;
  }
}
