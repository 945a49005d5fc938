import { AppError, invalidField, type FieldError } from '@leadlock/core/errors';
import { IsolationError } from './isolation-error.ts';

const RETRY_AFTER_SECONDS = 10;

/**
 * What the sender of a file is told when work on it gave no answer; any other error stays as it is.
 * @param loc the field that the file came in
 * @param what `picture`, `document`
 */
export function refusalOf(error: unknown, loc: FieldError['loc'], what: string): unknown {
  if (!(error instanceof IsolationError)) return error;
  switch (error.reason) {
    case 'busy':
      return new AppError('rate_limited', 'Other files are being processed. Try again in a few seconds.', {
        retryAfterSeconds: RETRY_AFTER_SECONDS,
        cause: error,
      });
    case 'timeout':
    case 'out_of_memory':
      return invalidField(loc, `The ${what} takes too long to process. Simplify it and try again.`, null);
    case 'failed':
      return invalidField(loc, `Couldn’t read the ${what}. It may be damaged.`, null);
  }
}
