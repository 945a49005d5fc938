import type { IncomingMessage, ServerResponse } from 'node:http';
import { isTracing, withSpan } from '@leadlock/observability/tracing';
import type { ErrorReport } from '@leadlock/trpc/error-report';
import { httpRequest } from '@leadlock/trpc/request';

/** Keeps a span around each request, so that spans of verbs and vendors stand below it. */
export function traceRequests(
  onError: ErrorReport,
): (req: IncomingMessage, res: ServerResponse, next: () => void) => void {
  return (req, res, next) => {
    if (!isTracing()) {
      next();
      return;
    }
    const request = httpRequest(req, res);
    withSpan('http request', { 'http.request.method': request.method, 'request.id': request.id }, async (span) => {
      const closed = new Promise((resolve) => res.once('close', resolve));
      next();
      await closed;
      if (request.operation) span?.updateName(`${request.door} ${request.operation}`);
      span?.setAttribute('http.response.status_code', res.statusCode);
    }).catch((error: unknown) => onError(error, request));
  };
}
