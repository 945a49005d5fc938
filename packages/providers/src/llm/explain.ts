import { APICallError, JSONParseError, NoOutputGeneratedError, StreamProviderError, TypeValidationError } from 'ai';
import { LlmError, type LlmErrorKind, type LlmKeyOwner, type LlmVendor } from '../contracts/index.ts';
import { AnswerTooLarge } from './bounded-fetch.ts';
import { retryAfterOf } from './retry-after.ts';
import { kindOfRefusal, readRefusal, type VendorRefusal } from './vendor-refusal.ts';

/** What an error is about. */
export interface Subject {
  label: string;
  vendor: LlmVendor;
  modelId: string;
  keyOwner: LlmKeyOwner;
  apiKey: string;
  deadlineMs: number;
  /** Whether the caller has given up, and whether time is up. */
  isCanceled: boolean;
  isLate: boolean;
}

const MAX_QUOTED = 300;

/** A vendor's sentence without the key that it may quote. */
function quoted({ message }: VendorRefusal, { apiKey }: Subject): string {
  const safe = apiKey === '' ? message : message.replaceAll(apiKey, '[key]');
  const short = safe.length > MAX_QUOTED ? `${safe.slice(0, MAX_QUOTED)}…` : safe;
  return short === '' ? '' : `: ${short}`;
}

const OWNERS: Readonly<Record<LlmKeyOwner, string>> = {
  tenant: 'the account’s API key',
  agency: 'the agency’s API key',
  platform: 'the platform’s API key',
};

/** What happened and what helps. A refused key is never quoted, not even by the vendor. */
function words(kind: LlmErrorKind, refusal: VendorRefusal, about: Subject): [message: string, remedy: string] {
  const { label, modelId, keyOwner } = about;
  const said = quoted(refusal, about);
  switch (kind) {
    case 'key_refused':
      return [`${label} rejected ${OWNERS[keyOwner]}`, `Replace ${OWNERS[keyOwner]} with a valid one.`];
    case 'model_unavailable':
      return [`${label} has no model ${modelId} for ${OWNERS[keyOwner]}`, 'Choose another model.'];
    case 'quota_exhausted':
      return [`Out of credit at ${label} for ${OWNERS[keyOwner]}${said}`, `Check the account’s billing at ${label}.`];
    case 'rate_limited':
      return [`${label} rate limited ${OWNERS[keyOwner]}`, 'Try again later, or increase the account’s rate limits.'];
    case 'too_long':
      return [
        `The conversation is too long for ${modelId}${said}`,
        'Shorten it, or choose a model with a larger context window.',
      ];
    case 'content_refused':
      return [`${label} rejected the content${said}`, 'Rephrase the request.'];
    case 'vendor_down':
      return [`${label} is unavailable${said}`, 'Try again later, and check the vendor’s status page.'];
    case 'bad_answer':
      return [`${label} returned an invalid response`, 'Try again. If the problem persists, check the configured URL.'];
    default:
      return [`${label} rejected the request as invalid${said}`, 'This is a bug in the request.'];
  }
}

/** An error and what caused it, from the outside in. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = [];
  for (let at = error; at !== undefined && at !== null && chain.length < 10;) {
    chain.push(at);
    at = at instanceof Error ? at.cause : undefined;
  }
  return chain;
}

function parsed(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** Any failure of a request as the one kind of error that leaves here. Causes are left behind: they hold what was asked. */
export function explain(error: unknown, about: Subject): LlmError {
  if (error instanceof LlmError) return error;
  const { vendor, keyOwner, deadlineMs, label } = about;
  const base = { vendor, keyOwner };
  if (about.isCanceled) return new LlmError('canceled', 'The request was canceled', 'No action needed.', base);
  if (about.isLate) {
    const message = `${label} did not respond within ${deadlineMs} ms`;
    return new LlmError('timeout', message, 'Increase the timeout, request less, or try again.', base);
  }
  const fail = (kind: LlmErrorKind, refusal: VendorRefusal, retryAfterMs?: number): LlmError =>
    new LlmError(kind, ...words(kind, refusal, about), { ...base, status: refusal.status, retryAfterMs });

  const chain = chainOf(error);
  if (chain.some((cause) => cause instanceof AnswerTooLarge)) {
    return new LlmError('too_long', `The response from ${label} is too large`, 'Request a shorter response.', base);
  }
  const failedCall = chain.find((cause) => APICallError.isInstance(cause));
  if (failedCall?.statusCode !== undefined && failedCall.statusCode >= 300) {
    const refusal = readRefusal(parsed(failedCall.responseBody), failedCall.statusCode);
    return fail(kindOfRefusal(refusal), refusal, retryAfterOf(failedCall.responseHeaders, Date.now()));
  }
  if (chain.some(isUnreadable)) return fail('bad_answer', { code: '', message: '' });
  // What a vendor says in the middle of a stream.
  const told = chain.find((cause) => StreamProviderError.isInstance(cause) || !(cause instanceof Error));
  if (told !== undefined) {
    const refusal = readRefusal(told);
    return fail(kindOfRefusal(refusal), refusal);
  }
  return fail('vendor_down', { code: '', message: 'couldn’t connect, or the connection was lost' });
}

const isUnreadable = (error: unknown): boolean =>
  JSONParseError.isInstance(error) || TypeValidationError.isInstance(error) || NoOutputGeneratedError.isInstance(error);
