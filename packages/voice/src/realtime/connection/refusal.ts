import { retryAfterMs } from '@leadlock/core/retry-after';
import type { IncomingMessage } from 'node:http';
import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import { objectAt, parseObject, stringAt } from '../../wire/json.ts';
import { providerSentence } from './provider-sentence.ts';
import { statedWaitMs } from './retry-after.ts';

/** What is read of the answer, and how long for: the caller waits. */
const MAX_BYTES = 4096;
const PATIENCE_MS = 500;

/** An HTTP answer instead of a WebSocket: overload passes, a bad key or model does not. */
export function readRefusal(response: IncomingMessage, onRead: (end: ProviderEnd) => void): void {
  let body = Buffer.alloc(0);
  let read = false;
  const finish = (): void => {
    clearTimeout(timer);
    if (!read) onRead(refusalOf(response, sentenceOf(body)));
    read = true;
  };
  const timer = setTimeout(finish, PATIENCE_MS);
  response.on('data', (chunk: Buffer) => {
    body = Buffer.concat([body, chunk]).subarray(0, MAX_BYTES);
    if (body.length === MAX_BYTES) finish();
  });
  for (const event of ['end', 'close', 'error']) response.on(event, finish);
}

function refusalOf({ statusCode = 0, headers }: IncomingMessage, message: string): ProviderEnd {
  const retryable = statusCode === 408 || statusCode === 429 || statusCode >= 500;
  const wait = retryable ? (retryAfterMs(headers['retry-after'], Date.now()) ?? statedWaitMs(message)) : null;
  return {
    failed: true,
    reason: `refused_http_${statusCode}`,
    retryable,
    // All that was sent by then is the key and the name of the model.
    ...(!retryable && { cause: 'account' }),
    ...(message !== '' && { message }),
    ...(wait !== null && { retryAfterMs: wait }),
  };
}

/** The sentence in a vendor's JSON error, else a plain text. A page of HTML says nothing to anybody. */
function sentenceOf(body: Buffer): string {
  const object = parseObject(body);
  const error = object?.['error'];
  const sentence = typeof error === 'string' ? error : stringAt(objectAt(object, 'error') ?? object, 'message');
  if (sentence !== null) return providerSentence(sentence);
  const text = body.toString('utf8').trim();
  return text.startsWith('<') || text.startsWith('{') ? '' : providerSentence(text);
}
