import type { Db } from '@leadlock/db/client';
import { sql } from 'kysely';

/** Every row of every table, as `table: row`. */
export type Snapshot = ReadonlySet<string>;

/** Takes down all rows that the product keeps. */
export async function takeSnapshot(db: Db): Promise<Snapshot> {
  const tables = await sql<{ name: string }>`
    SELECT tablename AS name FROM pg_tables WHERE schemaname = 'public' AND tablename NOT LIKE 'kysely_%'`.execute(db);
  const selects = tables.rows.map(
    ({ name }) => sql`SELECT ${name} || ': ' || t::text AS row FROM ${sql.table(name)} t`,
  );
  const { rows } = await sql<{ row: string }>`${sql.join(selects, sql` UNION ALL `)}`.execute(db);
  return new Set(rows.map(({ row }) => row));
}

/** Rows that have gone or become others. */
export const lostRows = (before: Snapshot, after: Snapshot): string[] => [...before.difference(after)];

/** Rows that have come, gone or become others. */
export const changedRows = (before: Snapshot, after: Snapshot): string[] => [...before.symmetricDifference(after)];
