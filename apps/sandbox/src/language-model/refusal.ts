/** Why a vendor refuses a request, in terms that its dialect words. */
export class Refusal extends Error {
  override name = 'Refusal';
  readonly status: number;
  /** The vendor's own name for it; null where it has none. */
  readonly code: string | null;
  readonly param: string | null;
  readonly retryAfterSeconds: number | undefined;

  constructor(
    status: number,
    message: string,
    {
      code = null,
      param = null,
      retryAfterSeconds,
    }: { code?: string | null; param?: string | null; retryAfterSeconds?: number } = {},
  ) {
    super(message);
    this.status = status;
    this.code = code;
    this.param = param;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
