/** What went wrong, in terms every door (REST, tRPC, jobs, gateway) can translate. */
export type ErrorKind =
  | 'bad_request'
  | 'unauthorized'
  | 'forbidden'
  | 'not_found'
  | 'conflict'
  | 'validation'
  | 'limit_exceeded'
  | 'payload_too_large'
  | 'unsupported_media_type'
  | 'rate_limited'
  | 'upstream'
  | 'unavailable';

/** One invalid input. `loc` names it the way clients see it: `['body', 'name']`, `['query', 'limit']`. */
export interface FieldError {
  loc: (string | number)[];
  msg: string;
  type: string;
  input?: unknown;
  ctx?: Record<string, unknown>;
}

export interface AppErrorOptions {
  cause?: unknown;
  /** Field errors of a `validation` error. */
  fields?: FieldError[];
  /** Seconds after which a `rate_limited` or `unavailable` caller may try again. */
  retryAfterSeconds?: number;
}

/** The only error a verb throws on purpose. `message` is safe to show to the caller; `cause` is for the log. */
export class AppError extends Error {
  readonly kind: ErrorKind;
  readonly fields: FieldError[] | undefined;
  readonly retryAfterSeconds: number | undefined;

  constructor(kind: ErrorKind, message: string, options: AppErrorOptions = {}) {
    super(message, { cause: options.cause });
    this.name = 'AppError';
    this.kind = kind;
    this.fields = options.fields;
    this.retryAfterSeconds = options.retryAfterSeconds;
  }
}

export const badRequest = (message: string, cause?: unknown): AppError =>
  new AppError('bad_request', message, { cause });
export const unauthorized = (message = 'Not authenticated'): AppError => new AppError('unauthorized', message);
export const forbidden = (message = 'Not allowed'): AppError => new AppError('forbidden', message);
/** `notFound('Agent')` reads "Agent not found"; used for another tenant's rows too, so that ids give nothing away. */
export const notFound = (what: string): AppError => new AppError('not_found', `${what} not found`);
export const conflict = (message: string): AppError => new AppError('conflict', message);
export const limitExceeded = (message: string): AppError => new AppError('limit_exceeded', message);
export const upstream = (message: string, cause?: unknown): AppError => new AppError('upstream', message, { cause });
export const unavailable = (message: string, cause?: unknown): AppError =>
  new AppError('unavailable', message, { cause });

/** A validation error for one field, found by a rule that the schema cannot express. */
export function invalidField(loc: FieldError['loc'], msg: string, input?: unknown): AppError {
  return new AppError('validation', msg, { fields: [{ loc, msg, type: 'value_error', input }] });
}
