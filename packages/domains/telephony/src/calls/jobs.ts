import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { sweepLostCalls } from './sweep-lost-calls.ts';

/** Runs every minute by itself; a worker also runs `sweepLostCalls` every few seconds, so that a caller is not billed for long. */
export const sweepLostCallsJob = {
  name: 'calls.sweep-lost',
  payload: z.object({}),
  selfHealing: true,
  schedule: '* * * * *',
} satisfies JobDefinition;

export const callJobs = [
  handleJob<SystemContext, typeof sweepLostCallsJob.payload>(sweepLostCallsJob, async (system) => {
    await sweepLostCalls(system);
  }),
];
