import type { SystemContext } from '@leadlock/context/context';
import type { RecordingJobQueue } from '@leadlock/testing/factories';
import { runJobs } from '@leadlock/testing/run-jobs';
import { identity } from '../domain.ts';

/** Runs the jobs of this domain that were enqueued, and those that they enqueue, and forgets them. */
export const runIdentityJobs = (ctx: SystemContext & { jobs: RecordingJobQueue }): Promise<void> =>
  runJobs(ctx, identity.jobs);
