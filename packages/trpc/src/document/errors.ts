import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import type { Operation } from '../rest/operations.ts';

const ValidationError = z
  .object({
    type: z.string().meta({ description: 'What kind of rule failed, for programs.', example: 'missing' }),
    loc: z
      .array(z.union([z.string(), z.int()]))
      .meta({ description: 'Where: body, query, path or header, then the path inside.', example: ['body', 'name'] }),
    msg: z.string().meta({ description: 'What is wrong, for people.', example: 'Field required' }),
    input: z
      .unknown()
      .optional()
      .meta({ description: 'What was sent there; passwords, tokens, keys and addresses are left out.' }),
    ctx: z.record(z.string(), z.unknown()).optional().meta({ description: 'The limits that were missed.' }),
  })
  .meta({ id: 'ValidationError', description: 'One invalid input.' });

const HTTPValidationError = z
  .object({ detail: z.array(ValidationError) })
  .meta({ id: 'HTTPValidationError', description: 'The request was understood, but parts of it are not valid.' });

const ErrorResponse = z
  .object({ detail: z.string().meta({ description: 'What went wrong, for people.' }) })
  .meta({ id: 'ErrorResponse', description: 'The body of every error but a validation error.' });

interface KnownError {
  id: string;
  description: string;
  example: string;
}

const KNOWN_ERRORS: Readonly<Record<number, KnownError>> = {
  400: {
    id: 'BadRequest',
    description: 'The request makes no sense as it is.',
    example: 'Sub-account context required',
  },
  401: { id: 'Unauthorized', description: 'No credentials, or ones that do not hold.', example: 'Not authenticated' },
  403: { id: 'Forbidden', description: 'The caller may not do this, or a limit is reached.', example: 'Not allowed' },
  404: { id: 'NotFound', description: 'There is no such thing, or it is not yours.', example: 'Agent not found' },
  409: { id: 'Conflict', description: 'It contradicts what is already there.', example: 'It exists already' },
  413: { id: 'PayloadTooLarge', description: 'The body or a file is too large.', example: 'The file is too large' },
  415: {
    id: 'UnsupportedMediaType',
    description: 'The body has a type this operation cannot read.',
    example: 'Unsupported content type text/csv',
  },
  429: {
    id: 'TooManyRequests',
    description: 'Too many requests; `Retry-After` says when to come back.',
    example: 'Rate limit exceeded',
  },
  502: { id: 'BadGateway', description: 'An outside service failed.', example: 'Twilio did not answer' },
  503: { id: 'Unavailable', description: 'It cannot be done at the moment.', example: 'Try again later' },
};

const errorContent = (example: string) => ({
  'application/json': { schema: ErrorResponse, example: { detail: example } },
});

/** One object per status, so that every operation refers to the same component. */
const SHARED: Record<string, ZodOpenApiResponseObject> = Object.fromEntries(
  Object.entries(KNOWN_ERRORS).map(([status, { id, description, example }]) => [
    status,
    { id, description, content: errorContent(example) },
  ]),
);

const INVALID: ZodOpenApiResponseObject = {
  id: 'ValidationFailed',
  description: 'Parts of the request are not valid.',
  content: {
    'application/json': {
      schema: HTTPValidationError,
      example: {
        detail: [{ type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: {} }],
      },
    },
  },
};

/** Statuses that follow from what an operation is, without its saying so. */
function derivedStatuses(operation: Operation): number[] {
  const { access } = operation.meta;
  const isPublic = access === undefined || access === 'public';
  const statuses = isPublic ? [] : [401];
  if (!isPublic || operation.rest.rateLimit !== undefined) statuses.push(429);
  if (!isPublic && access !== 'user') statuses.push(403);
  if (access === 'sub_account') statuses.push(400);
  if (operation.pathFields.length > 0) statuses.push(404);
  if (operation.isIdempotent) statuses.push(409);
  if (operation.body === 'multipart') statuses.push(413);
  return statuses;
}

/** An operation's error answers: the derived ones, and those it declares. */
export function errorResponses(operation: Operation): Record<string, ZodOpenApiResponseObject> {
  const declared = operation.rest.errors ?? [];
  const worded: [string, string][] = Array.isArray(declared) ? [] : Object.entries(declared as Record<number, string>);
  const statuses = new Set([...derivedStatuses(operation), ...(Array.isArray(declared) ? declared : [])]);
  const responses: Record<string, ZodOpenApiResponseObject> = {};
  for (const status of statuses) {
    const shared = SHARED[status];
    if (!shared) throw new Error(`${operation.name}: status ${status} has no meaning of its own and needs words`);
    responses[status] = shared;
  }
  for (const [status, description] of worded) {
    responses[status] = { description, content: errorContent(description) };
  }
  if (operation.takesInput) responses['422'] = INVALID;
  return responses;
}
