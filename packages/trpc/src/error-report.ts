import type { HttpRequest } from './request.ts';

/** Told of an error that is answered with a 5xx, as it was thrown. The request is null where none is known yet. */
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
