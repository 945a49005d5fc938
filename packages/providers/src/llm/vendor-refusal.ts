import { z } from 'zod';
import type { LlmErrorKind } from '../contracts/index.ts';

/** What a vendor said instead of an answer. */
export interface VendorRefusal {
  status?: number;
  /** The vendor's own names for it, in lower case. */
  code: string;
  message: string;
}

const text = z.string().nullish().catch(undefined);
/** OpenAI's and Anthropic's errors, xAI's (a sentence under `error`), and both again as they come in a stream. */
const Refusal = z.object({
  error: z.union([z.string(), z.object({ message: text, type: text, code: text })]).nullish(),
  message: text,
  type: text,
  code: text,
});

export function readRefusal(body: unknown, status?: number): VendorRefusal {
  const { error, ...outer } = Refusal.safeParse(body).data ?? {};
  const inner = typeof error === 'object' ? error : { message: error };
  const names = [inner?.code, inner?.type, outer.code, outer.type];
  return {
    ...(status === undefined ? {} : { status }),
    code: names
      .flatMap((name) => name ?? [])
      .join(' ')
      .toLowerCase(),
    message: inner?.message ?? outer.message ?? '',
  };
}

/** Signs in codes and sentences, where the status alone does not tell. The first that fits counts. */
const SIGNS: readonly [LlmErrorKind, RegExp][] = [
  ['quota_exhausted', /insufficient_quota|billing|credit balance|exceeded your current quota|spending limit|credits/i],
  ['key_refused', /invalid_api_key|authentication_error|permission_error|incorrect api key/i],
  [
    'too_long',
    /context_length|string_above_max_length|request_too_large|prompt is too long|maximum (?:context|prompt) length/i,
  ],
  ['content_refused', /content_filter|content_policy|safety_violation|usage guidelines/i],
  ['model_unavailable', /model_not_found|not_found_error|model .{1,100}does not exist/i],
  ['rate_limited', /rate_limit/i],
  ['vendor_down', /overloaded|server_error|api_error|service_unavailable/i],
];

const BY_STATUS: Readonly<Record<number, LlmErrorKind>> = {
  401: 'key_refused',
  402: 'quota_exhausted',
  403: 'key_refused',
  404: 'model_unavailable',
  408: 'vendor_down',
  413: 'too_long',
  429: 'rate_limited',
};

export function kindOfRefusal({ status, code, message }: VendorRefusal): LlmErrorKind {
  if (status !== undefined && status >= 500) return 'vendor_down';
  const sign = SIGNS.find(([, pattern]) => pattern.test(code) || pattern.test(message));
  if (sign) return sign[0];
  if (status === undefined) return 'vendor_down';
  return BY_STATUS[status] ?? 'request_refused';
}
