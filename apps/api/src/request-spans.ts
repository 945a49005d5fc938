import type { IncomingMessage, ServerResponse } from 'node:http';
import { isTracing, withSpan } from '@leadlock/observability/tracing';
import { httpRequest } from '@leadlock/trpc/request';

/** Keeps a span around each request, so that spans of verbs and vendors stand below it. */
export function traceRequests(req: IncomingMessage, res: ServerResponse, next: () => void): void {
  if (!isTracing()) {
    next();
    return;
  }
  const request = httpRequest(req, res);
  void withSpan('http request', { 'http.request.method': request.method, 'request.id': request.id }, async (span) => {
    const closed = new Promise((resolve) => res.once('close', resolve));
    next();
    await closed;
    if (request.operation) span?.updateName(`${request.door} ${request.operation}`);
    span?.setAttribute('http.response.status_code', res.statusCode);
  });
}
