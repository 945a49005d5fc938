import type { SystemContext } from '@leadlock/context/context';
import type { RecordingJobQueue } from '@leadlock/testing/factories';
import { identity } from '../domain.ts';

/** Runs the jobs of this domain that were enqueued, and those that they enqueue, and forgets them. */
export async function runIdentityJobs(ctx: SystemContext & { jobs: RecordingJobQueue }): Promise<void> {
  for (let next = ctx.jobs.enqueued.shift(); next !== undefined; next = ctx.jobs.enqueued.shift()) {
    const { name, payload } = next;
    const handler = identity.jobs.find(({ job }) => job.name === name);
    await handler?.run(ctx, payload, { id: 'job', attempt: 1, signal: new AbortController().signal });
  }
}
