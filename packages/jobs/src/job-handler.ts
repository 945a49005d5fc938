import type { z } from 'zod';
import type { JobDefinition } from './queue.ts';

/** One attempt at a job. */
export interface JobRun {
  id: string;
  /** 1 for the first attempt. */
  attempt: number;
  /** Aborted when the job ran out of time or the worker must stop. */
  signal: AbortSignal;
}

/** A job together with what is done about it. Jobs run at least once: doing the work twice must be harmless. */
export interface JobHandler<Context> {
  readonly job: JobDefinition;
  run(context: Context, payload: unknown, run: JobRun): Promise<void>;
}

/** Thrown for a payload that does not fit its definition: no retry will change it. */
export class InvalidPayloadError extends Error {
  override name = 'InvalidPayloadError';
  readonly retryable = false;
}

/** Binds work to a job definition; the work gets the payload checked and typed. */
export function handleJob<Context, Payload extends z.ZodType>(
  job: JobDefinition<Payload>,
  work: (context: Context, payload: z.output<Payload>, run: JobRun) => Promise<void>,
): JobHandler<Context> {
  return {
    job,
    async run(context, payload, run) {
      const checked = job.payload.safeParse(payload);
      if (!checked.success) {
        throw new InvalidPayloadError(`Invalid payload for ${job.name}`, { cause: checked.error });
      }
      await work(context, checked.data, run);
    },
  };
}

/** Errors that say themselves that the same attempt can never succeed, as ProviderError does. */
export const isPermanent = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && 'retryable' in error && error.retryable === false;
