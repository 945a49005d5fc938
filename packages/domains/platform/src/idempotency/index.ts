export { idempotencyJobs } from './jobs.ts';
export { createIdempotentRunner } from './run-idempotently.ts';
