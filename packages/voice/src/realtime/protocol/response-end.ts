import type { ResponseEnd } from '../../contracts/realtime-provider.ts';
import { objectAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { readProviderError } from './provider-error.ts';

/** How a response ended, as its `response.done` tells it. */
export function readResponseEnd(response: JsonObject | null): Omit<ResponseEnd, 'discarded'> {
  const status = statusOf(response);
  const details = objectAt(response, 'status_details');
  if (status === 'completed' || status === 'cancelled' || !details) return { status };
  const error = objectAt(details, 'error');
  if (!error) return { status, reason: (stringAt(details, 'reason') ?? 'unknown').slice(0, 100) };
  const { code, message, retryAfterMs } = readProviderError({ error });
  return { status, reason: code, message, ...(retryAfterMs !== null && { retryAfterMs }) };
}

function statusOf(response: JsonObject | null): ResponseEnd['status'] {
  const status = stringAt(response, 'status');
  return status === 'cancelled' || status === 'incomplete' || status === 'failed' ? status : 'completed';
}
