import { AppError } from '@leadlock/core/errors';
import type { HttpRequest } from './request.ts';

/** Told of an error that is answered with a 5xx and was no refusal, as it was thrown. The request is null where none is known yet. */
export type ErrorReport<Request extends HttpRequest | null = HttpRequest | null> = (
  error: unknown,
  request: Request,
) => void;

/** The same, but never throws: what cannot be reported goes to the process's warnings. */
export function guardedReport<Request extends HttpRequest | null>(
  report: ErrorReport<Request> | undefined,
): ErrorReport<Request> {
  return (error, request) => {
    try {
      report?.(error, request);
    } catch (failure) {
      process.emitWarning(failure instanceof Error ? failure : String(failure));
    }
  };
}

/**
 * Whether an answer of this status tells of something that went wrong here. A service that is not offered, or not at the
 * moment, and says so on purpose is a refusal: nobody has to look into it.
 */
export const isToBeReported = (status: number, cause: unknown): boolean =>
  status >= 500 && !(cause instanceof AppError && cause.kind === 'unavailable' && cause.cause === undefined);
