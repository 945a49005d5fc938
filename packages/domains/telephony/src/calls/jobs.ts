import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { createLostCallWatch } from './lost-call-watch.ts';

/** One a process, whoever starts its sweeps. */
const watch = createLostCallWatch();

/** Closes lost calls; a worker does it every few seconds, so that a caller is not billed for long. */
export const watchLostCalls = (system: SystemContext): Promise<number> => watch.sweep(system);

/** Runs every minute by itself, where the timers of all workers should stand still. */
const sweepLostCallsJob = {
  name: 'calls.sweep-lost',
  payload: z.object({}),
  selfHealing: true,
  schedule: '* * * * *',
} satisfies JobDefinition;

export const callJobs = [
  handleJob<SystemContext, typeof sweepLostCallsJob.payload>(sweepLostCallsJob, async (system) => {
    await watchLostCalls(system);
  }),
];
