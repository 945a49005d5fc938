export { idempotencyJobs } from './jobs.ts';
export { createIdempotentRunner, sealedIdempotentAnswers } from './run-idempotently.ts';
