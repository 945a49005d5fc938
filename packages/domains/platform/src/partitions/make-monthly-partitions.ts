import type { SystemContext } from '@leadlock/context/context';
import { analyzePartitions, makePartition, missingMonths } from '@leadlock/db/partitions/make-partitions';
import { sql } from 'kysely';
import { betweenOthers } from './between-others.ts';

/** Rows of a month that has no partition go to a common one, out of which they would have to be taken again. */
const MONTHS_AHEAD = 3;

/**
 * Makes the partitions of this month and those to come, of every table that has some. Every worker looks every few
 * minutes; a month whose rows are in the default partition already stays there.
 * @returns how many were missing
 * @throws AggregateError of those that could not be made, once the others are
 */
export async function makeMonthlyPartitions({ db, log }: Pick<SystemContext, 'db' | 'log'>): Promise<number> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace ORDER BY relname
  `.execute(db);
  let made = 0;
  const failures: unknown[] = [];
  for (const { name: table } of tables) {
    let isChanged = false;
    for (const { month, isInDefault } of await missingMonths(db, table, MONTHS_AHEAD)) {
      if (isInDefault) {
        log.warn({ table, month }, 'no partition for a month; its rows are in the default partition');
        continue;
      }
      try {
        if (!(await betweenOthers(db, (trx) => makePartition(trx, table, month)))) continue;
        made += 1;
        isChanged = true;
      } catch (error) {
        failures.push(new Error(`No partition of ${table} for ${month}`, { cause: error }));
      }
    }
    if (isChanged) await analyzePartitions(db, table);
  }
  if (failures.length > 0) throw new AggregateError(failures, "Couldn't create partitions");
  return made;
}
