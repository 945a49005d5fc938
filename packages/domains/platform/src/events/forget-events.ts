import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { deleteInBatches } from '@leadlock/db/delete-in-batches';
import { sql } from 'kysely';
import { z } from 'zod';

const KEPT_DAYS = 90;

/** Every night; what an event has brought about stays, but for its delivery to the webhook. */
const forgetEventsJob = {
  name: 'events.forget',
  payload: z.object({}),
  schedule: '27 3 * * *',
} satisfies JobDefinition;

/** Deletes events that happened three months ago. @returns how many there were */
export function forgetEvents({ db, clock }: Pick<SystemContext, 'db' | 'clock'>): Promise<number> {
  const before = new Date(clock.now().getTime() - KEPT_DAYS * 86_400_000);
  return deleteInBatches(db, 'events', sql`occurred_at < ${before}`);
}

export const eventJobs = [
  handleJob<SystemContext, typeof forgetEventsJob.payload>(forgetEventsJob, async (system) => {
    await forgetEvents(system);
  }),
];
