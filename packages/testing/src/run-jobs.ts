import type { SystemContext } from '@leadlock/context/context';
import type { JobHandler } from '@leadlock/jobs/job-handler';
import type { RecordingJobQueue } from './factories.ts';

/** Runs the enqueued jobs that these handlers are for, and those that they enqueue, and forgets them. Others stay. */
export async function runJobs(
  ctx: SystemContext & { jobs: RecordingJobQueue },
  handlers: readonly JobHandler<SystemContext>[],
): Promise<void> {
  const { enqueued } = ctx.jobs;
  const byName = new Map(handlers.map((handler) => [handler.job.name, handler]));
  for (let next = 0; next < enqueued.length;) {
    const job = enqueued[next];
    const handler = job && byName.get(job.name);
    if (!handler) {
      next += 1;
      continue;
    }
    enqueued.splice(next, 1);
    await handler.run(ctx, job.payload, { id: 'job', attempt: 1, signal: new AbortController().signal });
  }
}
