import { objectAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { providerSentence } from '../connection/provider-sentence.ts';
import { statedWaitMs } from '../connection/retry-after.ts';

export interface ProviderError {
  code: string;
  /** The provider's sentence, fit for logs. */
  message: string;
  /** The id of our message that it answers to, where the provider says. */
  eventId: string | null;
  /**
   * `benign`: a race that needs no action; `busy`: a response is running; `refused`: an answer was due and is not given;
   * `fatal`: the session is of no more use.
   */
  kind: 'benign' | 'busy' | 'refused' | 'warning' | 'fatal';
  retryable: boolean;
  /** Nothing changes until the account or its key does: every session would be refused. */
  isOfAccount: boolean;
  /** How long the provider asks to wait, in ms. */
  retryAfterMs: number | null;
}

const BENIGN = new Set(['response_cancel_not_active', 'input_audio_buffer_commit_empty']);
const BUSY = new Set(['conversation_already_has_active_response']);
const FATAL = new Set([
  'session_expired',
  'invalid_api_key',
  'account_deactivated',
  'insufficient_quota',
  'billing_hard_limit_reached',
  'model_not_found',
]);

/** Reads an `error` event. Code and message stand inside `error` or, with some servers, at the top. */
export function readProviderError(event: JsonObject): ProviderError {
  const error = objectAt(event, 'error') ?? event;
  const type = stringAt(error, 'type') ?? '';
  const code = (stringAt(error, 'code') ?? (type || 'unknown')).slice(0, 100);
  const message = providerSentence(stringAt(error, 'message') ?? '');
  const retryable = type === 'server_error' || isRateLimit(code) || code === 'session_expired';
  return {
    code,
    message,
    eventId: stringAt(error, 'event_id'),
    kind: kindOf(code, message),
    retryable,
    isOfAccount: FATAL.has(code) && !retryable,
    retryAfterMs: statedWaitMs(message),
  };
}

const isRateLimit = (code: string): boolean => code.startsWith('rate_limit') || code === 'too_many_requests';

function kindOf(code: string, message: string): ProviderError['kind'] {
  if (BENIGN.has(code) || /^cancellation failed/i.test(message)) return 'benign';
  if (BUSY.has(code)) return 'busy';
  if (isRateLimit(code)) return 'refused';
  return FATAL.has(code) ? 'fatal' : 'warning';
}
