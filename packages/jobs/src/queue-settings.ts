import type { PgBoss, Queue } from 'pg-boss';
import type { JobDefinition } from './queue.ts';

/** Where jobs end that failed for good; an operator can read them there and send them back. */
export const DEAD_LETTER_QUEUE = 'dead-letter';

export const DEFAULT_RETRIES = 5;
const DEFAULT_RETRY_DELAY_SECONDS = 5;
const MAX_RETRY_DELAY_SECONDS = 3_600;
const DEFAULT_TIMEOUT_SECONDS = 900;
/**
 * How long a job that is done is kept. The queue's own housekeeping counts all that it holds every second, so what nobody
 * asks for any more costs everybody.
 */
const KEPT_SECONDS = 600;
/** A job whose worker has been silent for this long goes to another one; the least that pg-boss allows. */
const HEARTBEAT_SECONDS = 10;

/**
 * `short`: of the jobs with one singleton key only one may wait. It is on for every queue because a queue's policy
 * cannot be changed later; jobs without a key get one of their own.
 */
const POLICY = 'short';

function settingsOf(job: JobDefinition): Omit<Queue, 'name' | 'policy' | 'deadLetter'> {
  return {
    retryLimit: job.selfHealing ? 0 : (job.retries ?? DEFAULT_RETRIES),
    retryDelay: job.retryDelaySeconds ?? DEFAULT_RETRY_DELAY_SECONDS,
    retryBackoff: true,
    retryDelayMax: MAX_RETRY_DELAY_SECONDS,
    expireInSeconds: job.timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS,
    heartbeatSeconds: HEARTBEAT_SECONDS,
    deleteAfterSeconds: KEPT_SECONDS,
    notify: job.wakesWorkers ?? true,
  };
}

/** Creates the job's queue unless it exists. */
export async function ensureQueue(boss: PgBoss, job: JobDefinition): Promise<void> {
  if (await boss.getQueue(job.name)) return;
  await boss.createQueue(DEAD_LETTER_QUEUE);
  await boss.createQueue(job.name, {
    ...settingsOf(job),
    ...(job.selfHealing ? {} : { deadLetter: DEAD_LETTER_QUEUE }),
    policy: POLICY,
  });
}

/** Creates the job's queue or brings its settings up to date; the worker's part, since it knows all definitions. */
export async function configureQueue(boss: PgBoss, job: JobDefinition): Promise<void> {
  await ensureQueue(boss, job);
  await boss.updateQueue(job.name, { ...settingsOf(job), deadLetter: job.selfHealing ? null : DEAD_LETTER_QUEUE });
}
