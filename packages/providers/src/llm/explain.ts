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
  tenant: 'the account’s own key',
  agency: 'the agency’s key',
  platform: 'the platform’s key',
};

/** What happened and what helps. A refused key is never quoted, not even by the vendor. */
function words(kind: LlmErrorKind, refusal: VendorRefusal, about: Subject): [message: string, remedy: string] {
  const { label, modelId, keyOwner } = about;
  const said = quoted(refusal, about);
  switch (kind) {
    case 'key_refused':
      return [`${label} refuses ${OWNERS[keyOwner]}`, `Replace ${OWNERS[keyOwner]} with a valid one.`];
    case 'model_unavailable':
      return [`${label} has no model ${modelId} for ${OWNERS[keyOwner]}`, 'Choose another model.'];
    case 'quota_exhausted':
      return [
        `${label} has no credit left for ${OWNERS[keyOwner]}${said}`,
        `Look at the account’s billing at ${label}.`,
      ];
    case 'rate_limited':
      return [
        `${label} gets too many requests with ${OWNERS[keyOwner]}`,
        'Try again later, or raise the limits there.',
      ];
    case 'too_long':
      return [`The conversation is too long for ${modelId}${said}`, 'Shorten it, or choose a model that takes more.'];
    case 'content_refused':
      return [`${label} refuses the content${said}`, 'Word the request differently.'];
    case 'vendor_down':
      return [
        `${label} does not work at the moment${said}`,
        'Try again later, and see whether the vendor reports an outage.',
      ];
    case 'bad_answer':
      return [`${label} answered something that cannot be read`, 'Try again; if it stays, look at the address in use.'];
    default:
      return [`${label} takes the request for malformed${said}`, 'This is a mistake in how it was asked.'];
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
  if (about.isCanceled) return new LlmError('canceled', 'The request was canceled', 'Nothing is wrong.', base);
  if (about.isLate) {
    const message = `${label} did not answer within ${deadlineMs} ms`;
    return new LlmError('timeout', message, 'Allow more time, ask for less, or try again.', base);
  }
  const fail = (kind: LlmErrorKind, refusal: VendorRefusal, retryAfterMs?: number): LlmError =>
    new LlmError(kind, ...words(kind, refusal, about), { ...base, status: refusal.status, retryAfterMs });

  const chain = chainOf(error);
  if (chain.some((cause) => cause instanceof AnswerTooLarge)) {
    return new LlmError('too_long', `${label} answered too much to be read`, 'Ask for a shorter answer.', base);
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
  return fail('vendor_down', { code: '', message: 'it was not reached, or broke off' });
}

const isUnreadable = (error: unknown): boolean =>
  JSONParseError.isInstance(error) || TypeValidationError.isInstance(error) || NoOutputGeneratedError.isInstance(error);
