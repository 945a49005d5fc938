import { AppError, type ErrorKind, type FieldError } from '@leadlock/core/errors';
import { databaseFailureIn, type DatabaseFailure } from '@leadlock/db/database-failure';
import { TRPCError } from '@trpc/server';
import { getHTTPStatusCodeFromError } from '@trpc/server/http';
import type { TRPC_ERROR_CODE_KEY } from '@trpc/server/rpc';
import { z } from 'zod';
import { ERROR_STATUS, errorHeaders } from './error-status.ts';
import { fieldErrors, type InputNames } from './validation/field-errors.ts';
import { withoutSecrets } from './validation/secret-fields.ts';
import { refusingSchema } from './validation/synchronous-parsing.ts';

/** An error as it may be told to anyone. */
export interface HttpError {
  status: number;
  code: TRPC_ERROR_CODE_KEY;
  /** Null for errors that are nobody's on purpose. */
  kind: ErrorKind | null;
  message: string;
  fields: FieldError[] | null;
  headers: Record<string, string>;
}

/** What is told of an error that nobody foresaw. */
export const INTERNAL: HttpError = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  kind: null,
  message: 'Internal Server Error',
  fields: null,
  headers: {},
};

/** Seconds after which it is worth to try again what the database failed to do. */
const DATABASE_RETRY_SECONDS = 2;

function describeFailure({ reason, outcomeUnknown }: DatabaseFailure): string {
  if (outcomeUnknown) {
    return (
      'The database connection was lost, so we don’t know whether the change was saved. Check before you retry, or ' +
      'retry with an Idempotency-Key.'
    );
  }
  switch (reason) {
    case 'busy':
      return 'The database is busy. Try again in a few seconds.';
    case 'stopped':
      return 'The request took too long. Try again, or request less data.';
    case 'unreachable':
      return 'The database connection was lost. Try again in a few seconds.';
  }
}

const fromDatabaseFailure = (failure: DatabaseFailure): HttpError =>
  fromAppError(
    new AppError('unavailable', describeFailure(failure), {
      retryAfterSeconds: DATABASE_RETRY_SECONDS,
      cause: failure,
    }),
  );

/**
 * A field that a verb has refused, with the text that was sent: verbs see what their schema has made of it. A verb that
 * shows no value, such as of a secret, has its reasons.
 */
function asSent(field: FieldError, names: InputNames): FieldError {
  if (typeof field.input !== 'string') return field;
  const sent = names.valueAt(field.loc.slice(1));
  return typeof sent === 'string' ? { ...field, input: sent } : field;
}

function fromAppError(error: AppError, names: InputNames | null = null): HttpError {
  const { status, code } = ERROR_STATUS[error.kind];
  return {
    status,
    code,
    kind: error.kind,
    message: error.message,
    fields: error.fields?.map((field) => withoutSecrets(names ? asSent(field, names) : field)) ?? null,
    headers: errorHeaders(error.kind, error.retryAfterSeconds),
  };
}

/**
 * Every error that can reach a door, as what the client is told; `names` says how it sees its input.
 * Anything unforeseen becomes a bare 500.
 */
export function toHttpError(error: unknown, names: InputNames): HttpError {
  const cause = originalError(error);
  if (cause instanceof AppError) return fromAppError(cause, names);
  const failure = databaseFailureIn(cause);
  if (failure !== null) return fromDatabaseFailure(failure);
  if (!(error instanceof TRPCError)) return INTERNAL;
  if (error.code === 'BAD_REQUEST' && cause instanceof z.core.$ZodError) {
    const fields = fieldErrors(cause, refusingSchema(cause), names);
    return fromAppError(new AppError('validation', 'Validation failed', { fields }));
  }
  const status = getHTTPStatusCodeFromError(error);
  if (status >= 500) return INTERNAL;
  const headers = status === 401 ? errorHeaders('unauthorized', undefined) : {};
  return { status, code: error.code, kind: null, message: error.message, fields: null, headers };
}

/** The error to log: what was thrown at first, not what tRPC wrapped around it. */
export function originalError(error: unknown): unknown {
  return error instanceof TRPCError && error.cause !== undefined ? error.cause : error;
}

/** Whether an error was thrown on purpose or refuses the input; anything else is our fault and a bare 500. */
export const isForeseen = (error: unknown): boolean =>
  originalError(error) instanceof AppError || (error instanceof TRPCError && error.code !== INTERNAL.code);

/**
 * Whether an error says that nothing was changed. One that a vendor caused, or nobody foresaw, may have come after a
 * change.
 */
export function isRefusal(error: unknown): boolean {
  const cause = originalError(error);
  return isForeseen(error) && !(cause instanceof AppError && cause.kind === 'upstream');
}
