import type { ErrorKind } from '@leadlock/core/errors';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';

/** What each kind of error is called on the wire: its HTTP status, and its name for tRPC clients. */
export const ERROR_STATUS: Readonly<Record<ErrorKind, { status: number; code: TRPC_ERROR_CODE_KEY }>> = {
  bad_request: { status: 400, code: 'BAD_REQUEST' },
  unauthorized: { status: 401, code: 'UNAUTHORIZED' },
  forbidden: { status: 403, code: 'FORBIDDEN' },
  limit_exceeded: { status: 403, code: 'FORBIDDEN' },
  not_found: { status: 404, code: 'NOT_FOUND' },
  conflict: { status: 409, code: 'CONFLICT' },
  payload_too_large: { status: 413, code: 'PAYLOAD_TOO_LARGE' },
  unsupported_media_type: { status: 415, code: 'UNSUPPORTED_MEDIA_TYPE' },
  validation: { status: 422, code: 'UNPROCESSABLE_CONTENT' },
  rate_limited: { status: 429, code: 'TOO_MANY_REQUESTS' },
  upstream: { status: 502, code: 'BAD_GATEWAY' },
  unavailable: { status: 503, code: 'SERVICE_UNAVAILABLE' },
};

/** Headers that belong to a kind of error, through whichever door it leaves. */
export function errorHeaders(kind: ErrorKind, retryAfterSeconds: number | undefined): Record<string, string> {
  const headers: Record<string, string> = {};
  if (kind === 'unauthorized') headers['www-authenticate'] = 'Bearer';
  if (retryAfterSeconds !== undefined) headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterSeconds)));
  return headers;
}
