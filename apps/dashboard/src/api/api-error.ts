import { TRPCClientError } from '@trpc/client';
import type { AppRouter } from '@leadlock/api/router';
import { asSentence } from '#/format/sentence.ts';

/** One field that the api did not accept; `path` is its name, with dots where it is nested. */
export interface FieldProblem {
  path: string;
  message: string;
}

/** What the api says went wrong, whichever door it came through. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly status: number;
  readonly fields: FieldProblem[];

  constructor(message: string, status: number, fields: FieldProblem[] = []) {
    super(message);
    this.status = status;
    this.fields = fields;
  }
}

interface FieldError {
  loc: readonly (string | number)[];
  msg: string;
}

/** `body`, `query` and `path` stand before a field's own name. */
const toProblem = ({ loc, msg }: FieldError): FieldProblem => ({ path: loc.slice(1).join('.'), message: msg });

/** Anything that was thrown on the way to the api, as something to show. */
export function toApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof TRPCClientError) {
    const { data } = error as TRPCClientError<AppRouter>;
    if (data) return new ApiError(asSentence(error.message), data.httpStatus, (data.fields ?? []).map(toProblem));
  }
  return new ApiError('Can’t reach the server. Check your connection and try again.', 0);
}

/** The error of a REST answer that is not a success. */
export async function restError(response: Response): Promise<ApiError> {
  const body: unknown = await response.json().catch(() => null);
  const detail = typeof body === 'object' && body !== null && 'detail' in body ? body.detail : null;
  if (typeof detail === 'string') return new ApiError(asSentence(detail), response.status);
  if (Array.isArray(detail)) {
    const fields = (detail as FieldError[]).map(toProblem);
    return new ApiError(asSentence(fields[0]?.message ?? 'The request was refused'), response.status, fields);
  }
  return new ApiError(`The server responded with ${response.status}.`, response.status);
}
