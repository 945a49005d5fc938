import { tellableError } from '../api/errors.ts';
import { CliError } from './cli-error.ts';
import { EXIT } from './exit-codes.ts';

/**
 * The error of a command that does several things in turn and stopped at one of them. After the first that was done, the
 * exit code of that error (2 says that nothing was changed) would be wrong: then it is 1, and the hint tells how far it came.
 * What is a fault of this program passes as it is.
 */
export function partlyDone(error: unknown, { done, all }: { done: number; all: number }): unknown {
  const told = tellableError(error);
  if (told === null || done === 0) return told ?? error;
  return new CliError(told.message, {
    exitCode: EXIT.failed,
    details: told.details,
    ...told.answered,
    hint: `${done} of ${all} ${done === 1 ? 'was' : 'were'} done before the error. The rest was skipped.`,
    cause: error,
  });
}

/** How the failed entry of a `--json` report says why. */
export const failureOf = (error: unknown): { error: string } => ({
  error: error instanceof Error ? error.message : String(error),
});
