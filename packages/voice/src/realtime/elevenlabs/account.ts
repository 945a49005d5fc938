import { createHash } from 'node:crypto';
import { retryAfterMs } from '@leadlock/core/retry-after';
import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import type { ProviderEnd } from '../../contracts/realtime-provider.ts';
import { asObject, objectAt, objectsAt, parseObject, stringAt, type JsonObject } from '../../wire/json.ts';
import { providerSentence } from '../connection/provider-sentence.ts';
import { statedWaitMs } from '../connection/retry-after.ts';

/** Where ElevenLabs is, and who asks. */
export interface ElevenLabsAccount {
  /** Base of the API, such as `https://api.elevenlabs.io`. */
  url: string;
  apiKey: string;
}

/** How a conversation is opened. */
export interface ElevenLabsProviderOptions extends ElevenLabsAccount {
  /** From the first packet to the configured session, in ms. */
  connectTimeoutMs?: number;
}

export interface AccountRequest {
  method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Below the base, with its query. */
  path: string;
  body?: JsonObject;
  /** Default 15 s. */
  timeoutMs?: number;
  signal?: AbortSignal;
}

const DEFAULT_TIMEOUT_MS = 15_000;
/** Far above a page of agents, and nothing that a process notices. */
const MAX_ANSWER_BYTES = 4 * 1024 * 1024;

/** ElevenLabs refused a request, or was not reached. */
export class ElevenLabsError extends Error {
  override name = 'ElevenLabsError';
  /** Of the answer; 0: there was none. */
  readonly status: number;
  /** Whether the same request may succeed later. */
  readonly retryable: boolean;
  readonly retryAfterMs: number | null;

  constructor(message: string, status: number, wait: number | null = null, options: ErrorOptions = {}) {
    super(message, options);
    this.status = status;
    this.retryable = status === 0 || status === 408 || status === 429 || status >= 500;
    this.retryAfterMs = this.retryable ? wait : null;
  }

  /** The same as the end of a session that this kept from being opened. */
  get end(): ProviderEnd {
    const reason = this.status === 0 ? `connection_error ${causeOf(this)}`.trim() : `refused_http_${this.status}`;
    return {
      failed: true,
      reason,
      retryable: this.retryable,
      ...(!this.retryable && { cause: 'account' }),
      ...(this.message !== '' && { message: this.message }),
      ...(this.retryAfterMs !== null && { retryAfterMs: this.retryAfterMs }),
    };
  }
}

function causeOf({ cause }: Error): string {
  const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
  return inner instanceof Error ? ((inner as NodeJS.ErrnoException).code ?? inner.name) : '';
}

/** The API of one account, with what tells it from others. */
export const connectElevenLabs = (account: ElevenLabsAccount) => ({
  account: createHash('sha256')
    .update(JSON.stringify([account.url, account.apiKey]))
    .digest('hex')
    .slice(0, 16),
  ask: (request: AccountRequest): Promise<JsonObject> => askAccount(account, request),
});

/** Asks ElevenLabs for something. @throws ElevenLabsError */
export async function askAccount(
  { url, apiKey }: ElevenLabsAccount,
  { method = 'GET', path, body, timeoutMs = DEFAULT_TIMEOUT_MS, signal }: AccountRequest,
): Promise<JsonObject> {
  const deadline = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetch(`${withoutTrailingSlash(url)}${path}`, {
      method,
      headers: { 'xi-api-key': apiKey, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
      redirect: 'error',
      signal: signal ? AbortSignal.any([signal, deadline]) : deadline,
    });
    const bytes = await readBounded(response);
    if (!response.ok) throw refusalOf(response, bytes);
    return parseObject(bytes) ?? {};
  } catch (error) {
    if (error instanceof ElevenLabsError) throw error;
    const isLate = deadline.aborted;
    throw new ElevenLabsError(isLate ? 'ElevenLabs timed out' : 'Couldn’t connect to ElevenLabs', 0, null, {
      cause: error,
    });
  }
}

async function readBounded(response: Response): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.length;
    if (length > MAX_ANSWER_BYTES) throw new ElevenLabsError('The answer of ElevenLabs is too long', 502);
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function refusalOf({ status, headers }: Response, body: Buffer): ElevenLabsError {
  const sentence = providerSentence(sentenceOf(parseObject(body)) ?? `ElevenLabs answered with status ${status}`);
  const wait = retryAfterMs(headers.get('retry-after') ?? undefined, Date.now()) ?? statedWaitMs(sentence);
  return new ElevenLabsError(sentence, status, wait);
}

/** Its errors are `{detail}`: a text, an object with a message, or a list of what is wrong with which field. */
function sentenceOf(answer: JsonObject | null): string | null {
  const detail = answer?.['detail'];
  if (typeof detail === 'string') return detail;
  const [first] = objectsAt(answer, 'detail');
  if (first) {
    const place = Array.isArray(first['loc']) ? first['loc'].filter((key) => key !== 'body').join('.') : '';
    return [place, stringAt(first, 'msg') ?? ''].filter((part) => part !== '').join(': ');
  }
  return stringAt(objectAt(answer, 'detail') ?? asObject(answer), 'message');
}
