import type { IncomingMessage, ServerResponse } from 'node:http';
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

/** The first handler of an app: gives every answer its `X-Request-Id` and tells the observer how requests go. */
export function observeRequests(
  observer: RequestObserver,
): (req: IncomingMessage, res: ServerResponse, next: () => void) => void {
  return (req, res, next) => {
    const startedAt = performance.now();
    const finish = observer.onRequest(httpRequest(req, res));
    if (finish) {
      res.once('close', () =>
        finish({
          status: res.statusCode,
          durationMs: performance.now() - startedAt,
          aborted: !res.writableFinished,
        }),
      );
    }
    next();
  };
}
