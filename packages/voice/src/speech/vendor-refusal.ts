import { retryAfterMs } from '@leadlock/core/retry-after';
import { providerSentence } from '../realtime/connection/provider-sentence.ts';
import { statedWaitMs } from '../realtime/connection/retry-after.ts';
import { objectAt, objectsAt, parseObject, stringAt, type JsonObject } from '../wire/json.ts';
import { SpeechError, type SpeechErrorKind } from './speech-error.ts';

/** Signs in codes and sentences, where the status alone does not tell. The first that fits counts. */
const SIGNS: readonly [SpeechErrorKind, RegExp][] = [
  ['quota_exhausted', /quota_exceeded|insufficient_quota|billing|credits|spending limit/i],
  ['key_refused', /api key|api_key/i],
  ['voice_unknown', /\bvoice/i],
  ['text_refused', /content_policy|moderation|safety|prohibited|text_too_long|string_above_max_length/i],
];

const BY_STATUS: Readonly<Record<number, SpeechErrorKind>> = {
  401: 'key_refused',
  402: 'quota_exhausted',
  403: 'key_refused',
  408: 'vendor_down',
};

/** What a vendor said instead of audio. */
export function refusalOf({ status, headers }: Response, body: Buffer): SpeechError {
  const { codes, sentence } = readRefusal(parseObject(body));
  const message = providerSentence(sentence);
  const wait = retryAfterMs(headers.get('retry-after') ?? undefined, Date.now()) ?? statedWaitMs(message);
  return new SpeechError(kindOf(status, `${codes} ${message}`), message, {
    status,
    ...(wait !== null && { retryAfterMs: wait }),
  });
}

function kindOf(status: number, said: string): SpeechErrorKind {
  if (status >= 500) return 'vendor_down';
  const sign = SIGNS.find(([, pattern]) => pattern.test(said))?.[0];
  if (status === 429) return sign === 'quota_exhausted' ? sign : 'rate_limited';
  return sign ?? BY_STATUS[status] ?? 'request_refused';
}

/**
 * OpenAI's and Google's errors are `{error: {message}}`, xAI's `{code, error}`, and ElevenLabs' `{detail}`: a text, an
 * object with a message, or a list of what is wrong with which field.
 */
function readRefusal(body: JsonObject | null): { codes: string; sentence: string } {
  const [field = null] = objectsAt(body, 'detail');
  const said = objectAt(body, 'error') ?? objectAt(body, 'detail') ?? field ?? body;
  const [reason = null] = objectsAt(said, 'details');
  const codes = [stringAt(said, 'code'), stringAt(said, 'param'), stringAt(said, 'status'), stringAt(reason, 'reason')];
  const sentence =
    stringAt(said, 'message') ?? stringAt(said, 'msg') ?? stringAt(body, 'error') ?? stringAt(body, 'detail') ?? '';
  return { codes: codes.filter((code) => code !== null).join(' '), sentence };
}
