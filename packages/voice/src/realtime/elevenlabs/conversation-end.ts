import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import { numberAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { providerSentence } from '../connection/provider-sentence.ts';
import { ElevenLabsError } from './account.ts';

/** Ends that the same attempt may outlast. */
const PASSING_ERRORS = new Set([
  'llm_timeout',
  'asyncio_timeout',
  'http_exception',
  'max_duration_exceeded',
  'llm_error',
  'custom_llm_error',
  'cascade_brain_error',
  'asr_transcription_error',
  'vad_error',
  'turn_probability_error',
  'tts_cascade_error',
  'redis_timeout_error',
  'unknown_websocket_crash',
  'transport_receive_timeout',
  'websocket_disconnect',
]);

/** Something that was asked for is not valid: a voice that the account does not have, a language model, a field. */
const INPUT_ERROR = 1008;

/** How a conversation ended that was never opened. */
export const endOf = (error: unknown): ProviderEnd =>
  error instanceof ElevenLabsError
    ? error.end
    : { failed: true, reason: `connection_error ${error instanceof Error ? error.message : ''}`, retryable: true };

/** How one ends of which ElevenLabs reports an error, as it does before it closes. */
export function endOfError(error: JsonObject | null): ProviderEnd {
  const code = numberAt(error, 'code');
  const reason = (stringAt(error, 'error_type') ?? `error_${code}`).slice(0, 100);
  const message = providerSentence(stringAt(error, 'message') ?? stringAt(error, 'reason') ?? '');
  const retryable = PASSING_ERRORS.has(reason) || code === 1011;
  const isRefusal = !retryable && code === INPUT_ERROR;
  return {
    failed: true,
    reason,
    retryable,
    ...(isRefusal && { cause: 'settings' }),
    ...(message !== '' && { message }),
  };
}
