import type { JobResult, JobWithMetadata, PgBoss } from 'pg-boss';

/** For want of a notification that was lost. */
const LONGEST_SLEEP_SECONDS = 30;

export interface WorkedQueue {
  /** Sees whether a job is due, if anybody is free to take it. */
  look(): void;
}

interface Work {
  name: string;
  /** How many jobs run at once. */
  concurrency: number;
  run: (job: JobWithMetadata<unknown>) => Promise<JobResult>;
}

/**
 * Takes a queue's jobs one by one, so that each begins when somebody is free and not when others end. A new job wakes
 * all who are free. Whoever gets one wakes the next, and looks again when it is done: a backlog is worked off at full
 * width and without pauses, and an empty queue costs one question each time that `look` is called.
 */
export async function workQueue(boss: PgBoss, { name, concurrency, run }: Work): Promise<WorkedQueue> {
  const free = new Set<string>();
  const look = (): void => {
    const [id] = free;
    if (id !== undefined) boss.notifyWorker(id);
  };
  const options = {
    batchSize: 1,
    includeMetadata: true,
    perJobResults: true,
    pollingIntervalSeconds: LONGEST_SLEEP_SECONDS,
    notifyPollingIntervalSeconds: LONGEST_SLEEP_SECONDS,
  } as const;
  for (let count = 0; count < concurrency; count += 1) {
    const id = await boss.work(name, options, async (jobs: JobWithMetadata<unknown>[]) => {
      free.delete(id);
      look();
      const results = await Promise.all(jobs.map(run));
      free.add(id);
      boss.notifyWorker(id);
      return results;
    });
    free.add(id);
  }
  return { look };
}
