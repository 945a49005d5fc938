export type SpeechErrorKind =
  | 'key_missing'
  | 'key_refused'
  | 'quota_exhausted'
  | 'rate_limited'
  | 'voice_unknown'
  | 'text_refused'
  | 'request_refused'
  | 'vendor_down'
  | 'bad_answer'
  | 'timeout';

export interface SpeechErrorOptions extends ErrorOptions {
  /** HTTP status of the answer; absent: there was none. */
  status?: number;
  /** How long the vendor asks to wait. */
  retryAfterMs?: number;
}

/** Why a text was not spoken. The message is the vendor's sentence where it has one; it holds no key. */
export class SpeechError extends Error {
  override name = 'SpeechError';
  readonly kind: SpeechErrorKind;
  readonly status: number | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(kind: SpeechErrorKind, message: string, { status, retryAfterMs, ...options }: SpeechErrorOptions = {}) {
    super(message, options);
    this.kind = kind;
    this.status = status;
    this.retryAfterMs = retryAfterMs;
  }
}
