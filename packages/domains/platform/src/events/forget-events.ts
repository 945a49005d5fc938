import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { firstIdAt } from '@leadlock/core/ids';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { databaseFailureIn } from '@leadlock/db/database-failure';
import { dropMonthOfEvents, partitionsBefore } from '@leadlock/db/partitions/make-partitions';
import { sql } from 'kysely';
import { z } from 'zod';
import { betweenOthers } from '../partitions/between-others.ts';

const KEPT_DAYS = 90;
const DAY_MS = 86_400_000;

/** Every night; what an event has brought about stays, but for its delivery to the webhook. */
const forgetEventsJob = {
  name: 'events.forget',
  payload: z.object({}),
  schedule: '27 3 * * *',
} satisfies JobDefinition;

/**
 * Forgets events that were recorded more than 90 days ago, with what is left of their deliveries. Months of which no event is
 * kept are dropped as they are; events are deleted only of the month in which the limit lies. A month that others do not leave
 * room for goes another night.
 */
export async function forgetEvents({ db, clock, log }: Pick<SystemContext, 'db' | 'clock' | 'log'>): Promise<void> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * DAY_MS);
  const keptFrom = firstIdAt(before);
  await deleteInBatches(db, 'webhook_deliveries', sql`event_id < ${keptFrom}`);
  let left: string | null = null;
  for (const { name, beforeId } of await partitionsBefore(db, 'events', keptFrom)) {
    try {
      await betweenOthers(db, (trx) => dropMonthOfEvents(trx, name, keptFrom));
    } catch (err) {
      if (databaseFailureIn(err)?.reason !== 'stopped') throw err;
      log.warn({ err, partition: name }, 'postponed the cleanup of a month of events');
      left = beforeId;
    }
  }
  const isOlder = sql<boolean>`occurred_at < ${before} AND id < ${keptFrom}`;
  await deleteInBatches(db, 'events', left === null ? isOlder : sql`${isOlder} AND id >= ${left}`);
}

export const eventJobs = [handleJob<SystemContext, typeof forgetEventsJob.payload>(forgetEventsJob, forgetEvents)];
