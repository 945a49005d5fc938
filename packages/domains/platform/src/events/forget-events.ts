import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { firstIdAt } from '@leadlock/core/ids';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { databaseFailureIn } from '@leadlock/db/database-failure';
import { dropIfEmpty, partitionsBefore } from '@leadlock/db/partitions/make-partitions';
import { sql } from 'kysely';
import { z } from 'zod';

const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** Every night; what an event has brought about stays, but for its delivery to the webhook. */
const forgetEventsJob = {
  name: 'events.forget',
  payload: z.object({}),
  schedule: '27 3 * * *',
} satisfies JobDefinition;

/**
 * Deletes events that happened three months ago, and the partitions of months that the nights before have left none of:
 * by then their pages are cleared, so that it shows at once.
 * @returns how many events there were
 */
export async function forgetEvents({ db, clock, log }: Pick<SystemContext, 'db' | 'clock' | 'log'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  for (const partition of await partitionsBefore(db, 'events', firstIdAt(before))) {
    try {
      await db.transaction().execute((trx) => dropIfEmpty(trx, 'events', partition));
    } catch (err) {
      if (databaseFailureIn(err)?.reason !== 'stopped') throw err;
      log.info({ err, partition }, 'partition not dropped tonight');
    }
  }
  return deleteInBatches(db, 'events', sql`occurred_at < ${before}`);
}

export const eventJobs = [
  handleJob<SystemContext, typeof forgetEventsJob.payload>(forgetEventsJob, async (system) => {
    await forgetEvents(system);
  }),
];
