import type { LlmKeyOwner, LlmSpending, LlmVendor } from './llm.ts';
import { ProviderError } from './provider-error.ts';

export type LlmErrorKind =
  | 'key_missing'
  | 'key_refused'
  | 'model_unavailable'
  | 'quota_exhausted'
  | 'rate_limited'
  | 'too_long'
  | 'content_refused'
  | 'request_refused'
  | 'vendor_down'
  | 'bad_answer'
  | 'unusable_value'
  | 'timeout'
  | 'canceled';

export interface LlmErrorOptions {
  vendor?: LlmVendor;
  status?: number;
  /** How long the vendor asks to wait. */
  retryAfterMs?: number;
  /** Whose key it was. */
  keyOwner?: LlmKeyOwner;
  /** What was used nevertheless. */
  spent?: LlmSpending;
}

/** A moment later the same request may succeed. */
const RETRYABLE: ReadonlySet<LlmErrorKind> = new Set(['rate_limited', 'vendor_down', 'bad_answer', 'timeout']);

/** Why there is no answer from a model, and what to do about it. Holds no key. */
export class LlmError extends ProviderError {
  override name = 'LlmError';
  readonly kind: LlmErrorKind;
  override readonly retryable: boolean;
  /** A sentence for whoever runs the request: what helps. */
  readonly remedy: string;
  readonly retryAfterMs: number | undefined;
  readonly keyOwner: LlmKeyOwner | undefined;
  readonly spent: LlmSpending | undefined;

  constructor(kind: LlmErrorKind, message: string, remedy: string, options: LlmErrorOptions = {}) {
    super(message, { provider: options.vendor ?? 'llm', status: options.status, code: kind });
    this.kind = kind;
    this.retryable = RETRYABLE.has(kind);
    this.remedy = remedy;
    this.retryAfterMs = options.retryAfterMs;
    this.keyOwner = options.keyOwner;
    this.spent = options.spent;
  }
}
