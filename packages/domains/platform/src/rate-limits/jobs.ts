import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { deleteIdleWindows } from './sliding-window.ts';
import { deleteIdleBuckets } from './token-bucket.ts';

const cleanUpRateLimitsJob = {
  name: 'rate-limits.clean-up',
  payload: z.object({}),
  schedule: '41 * * * *',
} satisfies JobDefinition;

export const rateLimitJobs = [
  handleJob<SystemContext, typeof cleanUpRateLimitsJob.payload>(cleanUpRateLimitsJob, async (system) => {
    await deleteIdleBuckets(system.db);
    await deleteIdleWindows(system.db);
  }),
];
