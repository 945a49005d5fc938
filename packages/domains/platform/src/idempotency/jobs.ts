import type { SystemContext } from '@leadlock/context/context';
import { handleJob } from '@leadlock/jobs/job-handler';
import type { JobDefinition } from '@leadlock/jobs/queue';
import { z } from 'zod';
import { deleteExpiredKeys } from './kept-key.ts';

const cleanUpKeysJob = {
  name: 'idempotency.clean-up',
  payload: z.object({}),
  schedule: '29 * * * *',
} satisfies JobDefinition;

export const idempotencyJobs = [
  handleJob<SystemContext, typeof cleanUpKeysJob.payload>(cleanUpKeysJob, deleteExpiredKeys),
];
