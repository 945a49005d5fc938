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
    const detail = `${table} has no partition for ${missing.join(' and ')}`;
    findings.push(warning(NAME, detail, 'make sure that a worker is running, and check its log'));
  }
  if (rows.length > 0) {
    const detail = `${table} has rows in its default partition, which are never deleted with their month`;
    findings.push(
      warning(NAME, detail, 'make sure that all machines’ clocks are in sync and that a worker is running'),
    );
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
    return findings.length > 0 ? findings : [ok(NAME, 'partitions for this month and the next exist')];
  }),
};
