import type { Db } from '@leadlock/db/client';
import type { z } from 'zod';

/** A kind of job: its queue's name, what it carries, and how it is retried. Domains define them beside their handlers. */
export interface JobDefinition<Payload extends z.ZodType = z.ZodType> {
  name: string;
  payload: Payload;
  /** Attempts after the first one. Default 5, with growing pauses. */
  retries?: number;
  /** What a failed run leaves undone, a later one does: no attempt is repeated, and it is no dead letter. */
  selfHealing?: boolean;
  /** The first pause between attempts; each further one is twice as long, up to an hour. Default 5. */
  retryDelaySeconds?: number;
  /** A run that takes longer counts as failed. Default 15 minutes. */
  timeoutSeconds?: number;
  /** How many of these one worker process runs at once; a slow one holds up none but itself. Default 10. */
  concurrency?: number;
  /**
   * Whether workers are told of a new job. If not, they find it within a second. Telling them makes the commits of all who
   * enqueue wait for each other: busy transactions that nobody waits for are better off without. Default true.
   */
  wakesWorkers?: boolean;
  /** Cron expression (UTC) of a job that runs by itself. Its payload is `{}`. */
  schedule?: string;
}

export interface EnqueueOptions {
  /** Jobs with the same key are kept once while the first one waits. */
  singletonKey?: string;
  startAfter?: Date;
}

/** Where verbs leave work for later. Enqueuing inside a transaction commits or vanishes with it. */
export interface JobQueue {
  enqueue<Payload extends z.ZodType>(
    db: Db,
    job: JobDefinition<Payload>,
    payload: z.input<Payload>,
    options?: EnqueueOptions,
  ): Promise<void>;
}
