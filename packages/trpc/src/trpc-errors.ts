import type { ErrorKind, FieldError } from '@leadlock/core/errors';
import type { TRPCError } from '@trpc/server';
import {
  TRPC_ERROR_CODES_BY_KEY,
  type TRPC_ERROR_CODE_KEY,
  type TRPC_ERROR_CODE_NUMBER,
  type TRPCErrorShape,
} from '@trpc/server/rpc';
import { INTERNAL, toHttpError, type HttpError } from './http-error.ts';
import { valueAt, type InputNames } from './validation/field-errors.ts';

/** What a tRPC client finds in `error.data`. */
export interface TrpcErrorData {
  code: TRPC_ERROR_CODE_KEY;
  httpStatus: number;
  path?: string;
  /** Absent for unforeseen errors. */
  kind?: ErrorKind;
  /** Of a validation error, the fields that failed; `loc` is `body` and the path in the input. */
  fields?: FieldError[];
}

const namesOf = (input: unknown): InputNames => ({
  locate: (path) => ['body', ...path.map((key) => (typeof key === 'number' ? key : String(key)))],
  isText: () => false,
  valueAt: (path) => valueAt(input, path),
});

/** As `toHttpError`; an error that cannot be told is a bare 500. */
export function trpcHttpError(error: TRPCError, input: unknown): HttpError {
  try {
    return toHttpError(error, namesOf(input));
  } catch {
    return INTERNAL;
  }
}

/** Errors over tRPC say the same as over REST, and never carry a stack. */
export function formatError(options: {
  error: TRPCError;
  path: string | undefined;
  input: unknown;
}): TRPCErrorShape<TrpcErrorData> & { code: TRPC_ERROR_CODE_NUMBER } {
  const { status, code, kind, message, fields } = trpcHttpError(options.error, options.input);
  const data: TrpcErrorData = { code, httpStatus: status };
  if (options.path !== undefined) data.path = options.path;
  if (kind !== null) data.kind = kind;
  if (fields !== null) data.fields = fields;
  return { message, code: TRPC_ERROR_CODES_BY_KEY[code], data };
}
