export { sealedIdempotentAnswers } from './kept-key.ts';
export { createIdempotentRunner } from './run-idempotently.ts';
