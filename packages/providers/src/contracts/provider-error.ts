export interface ProviderErrorOptions {
  provider: string;
  /** HTTP status the vendor answered with; absent when it could not be reached. */
  status?: number;
  /** The vendor's own error code, e.g. Twilio's 21610. */
  code?: string;
  cause?: unknown;
}

/** A vendor refused or could not be reached. `retryable`: the same request may succeed later. */
export class ProviderError extends Error {
  readonly provider: string;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryable: boolean;

  constructor(message: string, { provider, status, code, cause }: ProviderErrorOptions) {
    super(message, { cause });
    this.name = 'ProviderError';
    this.provider = provider;
    this.status = status;
    this.code = code;
    this.retryable = status === undefined || status === 408 || status === 429 || status >= 500;
  }
}
