import type { IncomingMessage, ServerResponse } from 'node:http';
import { guardedReport, type ErrorReport } from './error-report.ts';
import { httpRequest, type HttpRequest } from './request.ts';

/** How a request ended. */
export interface RequestOutcome {
  status: number;
  durationMs: number;
  /** The client went away before it had the whole answer. */
  aborted: boolean;
}

export interface RequestObserver {
  /** What it returns is called when the request has ended, so that a span can be kept in between. */
  onRequest(request: HttpRequest): ((outcome: RequestOutcome) => void) | void;
}

/**
 * The first handler of an app: gives every answer its `X-Request-Id` and tells the observer how requests go. An observer
 * that fails is reported and costs no request its answer.
 */
export function observeRequests(
  observer: RequestObserver,
  onError?: ErrorReport,
): (req: IncomingMessage, res: ServerResponse, next: () => void) => void {
  const report = guardedReport(onError);
  const guarded = <Result>(request: HttpRequest, observe: () => Result): Result | undefined => {
    try {
      return observe();
    } catch (error) {
      report(error, request);
      return undefined;
    }
  };
  return (req, res, next) => {
    const startedAt = performance.now();
    const request = httpRequest(req, res);
    const finish = guarded(request, () => observer.onRequest(request));
    if (finish) {
      res.once('close', () => {
        const durationMs = performance.now() - startedAt;
        guarded(request, () => finish({ status: res.statusCode, durationMs, aborted: !res.writableFinished }));
      });
    }
    next();
  };
}
