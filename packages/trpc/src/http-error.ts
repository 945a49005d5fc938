import { AppError, type ErrorKind, type FieldError } from '@leadlock/core/errors';
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

const INTERNAL: HttpError = {
  status: 500,
  code: 'INTERNAL_SERVER_ERROR',
  kind: null,
  message: 'Internal Server Error',
  fields: null,
  headers: {},
};

function fromAppError(error: AppError): HttpError {
  const { status, code } = ERROR_STATUS[error.kind];
  return {
    status,
    code,
    kind: error.kind,
    message: error.message,
    fields: error.fields?.map(withoutSecrets) ?? null,
    headers: errorHeaders(error.kind, error.retryAfterSeconds),
  };
}

/**
 * Every error that can reach a door, as what the client is told; `names` says how it sees its input.
 * Anything unforeseen becomes a bare 500.
 */
export function toHttpError(error: unknown, names: InputNames): HttpError {
  if (error instanceof AppError) return fromAppError(error);
  if (!(error instanceof TRPCError)) return INTERNAL;
  const { cause } = error;
  if (cause instanceof AppError) return fromAppError(cause);
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
