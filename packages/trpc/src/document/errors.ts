import { z } from 'zod';
import type { ZodOpenApiResponseObject } from 'zod-openapi';
import type { Operation } from '../rest/operations.ts';

const ValidationError = z
  .object({
    type: z.string().meta({ description: 'Error type, for programs.', example: 'missing' }),
    loc: z.array(z.union([z.string(), z.int()])).meta({
      description: 'Location: body, query, path, or header, then the path inside it.',
      example: ['body', 'name'],
    }),
    msg: z.string().meta({ description: 'Error message, for people.', example: 'Field required' }),
    input: z
      .unknown()
      .optional()
      .meta({ description: 'The rejected value. Passwords, tokens, keys, and addresses are left out.' }),
    ctx: z.record(z.string(), z.unknown()).optional().meta({ description: 'The limits that were exceeded.' }),
  })
  .meta({ id: 'ValidationError', description: 'A field error.' });

const HTTPValidationError = z
  .object({ detail: z.array(ValidationError) })
  .meta({ id: 'HTTPValidationError', description: 'Some fields are invalid.' });

const ErrorResponse = z
  .object({ detail: z.string().meta({ description: 'Error message, for people.' }) })
  .meta({ id: 'ErrorResponse', description: 'The body of all errors except validation errors.' });

interface KnownError {
  id: string;
  description: string;
  example: string;
}

const KNOWN_ERRORS: Readonly<Record<number, KnownError>> = {
  400: {
    id: 'BadRequest',
    description: 'The request is invalid.',
    example: 'Sub-account context required',
  },
  401: { id: 'Unauthorized', description: 'Missing or invalid credentials.', example: 'Not authenticated' },
  403: {
    id: 'Forbidden',
    description: 'The caller isn’t allowed to do this, or a limit is reached.',
    example: 'Not allowed',
  },
  404: { id: 'NotFound', description: 'The object doesn’t exist or isn’t yours.', example: 'Agent not found' },
  409: { id: 'Conflict', description: 'The request conflicts with existing data.', example: 'Already exists' },
  413: { id: 'PayloadTooLarge', description: 'The body or a file is too large.', example: 'The file is too large' },
  415: {
    id: 'UnsupportedMediaType',
    description: 'Unsupported content type.',
    example: 'Unsupported content type text/csv',
  },
  429: {
    id: 'TooManyRequests',
    description: 'Too many requests. `Retry-After` says when to retry.',
    example: 'Rate limit exceeded',
  },
  502: { id: 'BadGateway', description: 'An external service failed.', example: 'Twilio did not respond' },
  503: { id: 'Unavailable', description: 'Temporarily unavailable.', example: 'Try again later' },
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
  description: 'Some fields are invalid.',
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
    if (!shared) throw new Error(`${operation.name}: status ${status} needs a description`);
    responses[status] = shared;
  }
  for (const [status, description] of worded) {
    responses[status] = { description, content: errorContent(description) };
  }
  if (operation.takesInput) responses['422'] = INVALID;
  return responses;
}
