import type { FieldError } from '@leadlock/core/errors';
import { TRPCClientError } from '@trpc/client';
import { z } from 'zod';
import { CliError } from '../program/cli-error.ts';
import { EXIT, type ExitCode } from '../program/exit-codes.ts';
import { jsonOrNull } from '../program/json.ts';
import { reasonOf } from '../program/reason.ts';

const FieldErrors = z.array(z.object({ loc: z.array(z.union([z.string(), z.number()])), msg: z.string() }));

/** What the API says of an error, through either door. */
interface Refusal {
  status: number;
  requestId?: string;
  message: string;
  fields: readonly Pick<FieldError, 'loc' | 'msg'>[];
}

const LOGIN_HINT = 'Run leadlock login, or set LEADLOCK_API_KEY.';
/** What the API tells an agency that has not said for which of its sub-accounts it acts. */
const NO_SUB_ACCOUNT = 'Sub-account context required';
const SUB_ACCOUNT_HINT =
  'Add --sub-account <slug> (see leadlock sub-accounts list), or use an API key created in the sub-account.';

function exitCodeFor(status: number): ExitCode {
  if (status === 401 || status === 403) return EXIT.notAllowed;
  if (status === 404) return EXIT.notFound;
  if ([400, 413, 415, 422].includes(status)) return EXIT.usage;
  return EXIT.failed;
}

/** `transfer_targets.0.number: …`; by which door a field came in (body, query, path) says nothing to a user. */
function fieldLine({ loc, msg }: Pick<FieldError, 'loc' | 'msg'>): string {
  const path = ['body', 'query', 'path', 'header'].includes(String(loc[0])) ? loc.slice(1) : loc;
  return path.length > 0 ? `${path.join('.')}: ${msg}` : msg;
}

function refused({ status, requestId, message, fields }: Refusal, cause?: unknown): CliError {
  const answered = { status, cause, ...(requestId === undefined ? {} : { requestId }) };
  // Nothing is wrong with the command line of somebody who is no agency.
  if (message === NO_SUB_ACCOUNT) return new CliError(message, { hint: SUB_ACCOUNT_HINT, ...answered });
  return new CliError(message, {
    exitCode: exitCodeFor(status),
    details: fields.map(fieldLine),
    ...answered,
    ...(status === 401 ? { hint: LOGIN_HINT } : {}),
  });
}

export const notLoggedIn = (message = 'Not logged in'): CliError =>
  new CliError(message, { exitCode: EXIT.notAllowed, hint: LOGIN_HINT });

/** The network's failure; a `CliError` passes as it is. */
export function unreachable(apiUrl: string, error: unknown): CliError {
  if (error instanceof CliError) return error;
  return new CliError(`Can’t connect to ${apiUrl}: ${reasonOf(error)}`, {
    hint: 'Set the API’s URL with LEADLOCK_API_URL or leadlock login --api-url.',
    cause: error,
  });
}

export const notLeadlock = (url: string, status: number): CliError =>
  new CliError(`${url} is not a Leadlock API (status ${status})`);

const RestError = z.object({ detail: z.union([z.string(), FieldErrors]) });

/** What a REST operation answered instead of what it was asked for. */
async function restError(response: Response): Promise<CliError> {
  const parsed = RestError.safeParse(jsonOrNull(await response.text()));
  if (!parsed.success) return notLeadlock(new URL(response.url).origin, response.status);
  const { detail } = parsed.data;
  const answered = { status: response.status, requestId: response.headers.get('x-request-id') ?? undefined };
  return typeof detail === 'string'
    ? refused({ ...answered, message: detail, fields: [] })
    : refused({ ...answered, message: 'Validation failed', fields: detail });
}

/** @throws CliError for an answer that is no success. */
export async function successOf(response: Response): Promise<Response> {
  if (!response.ok) throw await restError(response);
  return response;
}

const TrpcErrorData = z.object({ httpStatus: z.number(), fields: FieldErrors.optional() });

/** The client keeps the answer; its head names the request. */
function requestIdOf({ meta }: { meta?: unknown }): string | undefined {
  const response: unknown = typeof meta === 'object' && meta !== null ? Reflect.get(meta, 'response') : undefined;
  return response instanceof Response ? (response.headers.get('x-request-id') ?? undefined) : undefined;
}

/** The error to tell the user, or null where it is a fault of this program. */
export function tellableError(error: unknown): CliError | null {
  if (error instanceof CliError) return error;
  if (!(error instanceof TRPCClientError)) return null;
  if (error.cause instanceof CliError) return error.cause;
  const data = TrpcErrorData.safeParse(error.data);
  if (data.success) {
    const { httpStatus, fields = [] } = data.data;
    return refused({ status: httpStatus, requestId: requestIdOf(error), message: error.message, fields }, error);
  }
  return new CliError(`Invalid API response: ${error.message}`, { cause: error });
}
