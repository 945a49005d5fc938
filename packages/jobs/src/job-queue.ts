import { newId } from '@leadlock/core/ids';
import type { Logger } from '@leadlock/observability/logger';
import { fromKysely, PgBoss } from 'pg-boss';
import { runtimeSettings } from './connection-settings.ts';
import type { JobDefinition, JobQueue } from './queue.ts';
import { ensureQueue } from './queue-settings.ts';

export interface JobQueueOptions {
  /** What the product logs in with; used to look queues up, while jobs are added by the caller's connection. */
  connectionString: string;
  log: Logger;
}

export interface StartedJobQueue extends JobQueue {
  close(): Promise<void>;
}

/** The queue as api, gateway and jobs themselves see it: they add work and never take any. */
export async function createJobQueue({ connectionString, log }: JobQueueOptions): Promise<StartedJobQueue> {
  const boss = new PgBoss({
    ...runtimeSettings,
    connectionString,
    max: 2,
    application_name: 'leadlock-jobs',
    supervise: false,
    schedule: false,
  });
  boss.on('error', (err) => log.error({ err }, 'job queue error'));
  boss.on('warning', (warning) => log.warn({ warning }, 'job queue warning'));
  await boss.start();

  const queues = new Map<string, Promise<void>>();
  /** Queues come into being with their first job, so that a producer need not wait for a worker to have run. */
  function ready(job: JobDefinition): Promise<void> {
    let pending = queues.get(job.name);
    if (!pending) {
      pending = ensureQueue(boss, job);
      queues.set(job.name, pending);
      pending.catch(() => queues.delete(job.name));
    }
    return pending;
  }

  return {
    async enqueue(db, job, payload, { singletonKey, startAfter } = {}) {
      job.payload.parse(payload);
      await ready(job);
      await boss.send(job.name, payload as object, {
        db: fromKysely(db),
        singletonKey: singletonKey ?? newId(),
        ...(startAfter ? { startAfter } : {}),
      });
    },
    close: () => boss.stop({ graceful: false }),
  };
}
