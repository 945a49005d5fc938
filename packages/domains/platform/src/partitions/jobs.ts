import type { SystemContext } from '@leadlock/context/context';
import { makePartitions } from '@leadlock/db/partitions/make-partitions';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { sql } from 'kysely';
import { z } from 'zod';

/** Rows of a month that has no partition go to a common one, out of which they would have to be taken again. */
const MONTHS_AHEAD = 3;

/** Every night; months ahead, so that one which fails is made up for by the next. */
const makePartitionsJob = {
  name: 'partitions.make',
  payload: z.object({}),
  schedule: '13 2 * * *',
} satisfies JobDefinition;

/** Makes the partitions of the months to come, of every table that has some. @returns how many were missing */
export async function makeMonthlyPartitions({ db }: Pick<SystemContext, 'db'>): Promise<number> {
  const { rows: tables } = await sql<{ name: string }>`
    SELECT relname AS name FROM pg_class WHERE relkind = 'p' AND relnamespace = 'public'::regnamespace ORDER BY relname
  `.execute(db);
  let made = 0;
  for (const { name } of tables) {
    made += await db.transaction().execute((trx) => makePartitions(trx, name, MONTHS_AHEAD));
  }
  return made;
}

export const partitionJobs = [
  handleJob<SystemContext, typeof makePartitionsJob.payload>(makePartitionsJob, async (system) => {
    await makeMonthlyPartitions(system);
  }),
];
