import { missingMonths } from '@leadlock/db/partitions/make-partitions';
import { sql } from 'kysely';
import { withDatabase } from './check-database.ts';
import type { Check, OwnerDatabase } from './examined.ts';
import { ok, warning, type Finding } from './finding.ts';

const NAME = 'partitions';

async function partitionFindings(db: OwnerDatabase, table: string): Promise<Finding[]> {
  const missing = (await missingMonths(db, table, 1)).map(({ month }) => month.slice(0, 7));
  const { rows } = await sql`SELECT FROM ${sql.id('partitions', `${table}_default`)} LIMIT 1`.execute(db);
  const findings: Finding[] = [];
  if (missing.length > 0) {
    const detail = `${table} has none for ${missing.join(' and ')}`;
    findings.push(warning(NAME, detail, 'see that a worker runs, and what its log says'));
  }
  if (rows.length > 0) {
    const detail = `${table} has rows in its default partition, which are found but never dropped as a month`;
    findings.push(warning(NAME, detail, 'see that the clocks of all machines agree and that a worker runs'));
  }
  return findings;
}

/** Whether the months to come have their partitions. */
export const checkPartitions: Check = {
  name: NAME,
  run: withDatabase(NAME, async (db) => {
    const { rows: tables } = await sql<{ name: string }>`
      SELECT relname AS name FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace ORDER BY 1
    `.execute(db);
    // Before the migration that makes them there are none: the check of migrations tells.
    if (tables.length === 0) return [];
    const findings: Finding[] = [];
    for (const { name } of tables) findings.push(...(await partitionFindings(db, name)));
    return findings.length > 0 ? findings : [ok(NAME, 'those of this month and the next are there')];
  }),
};
