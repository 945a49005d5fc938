import { z } from 'zod';
import type { ZodOpenApiResponseObject, ZodOpenApiResponsesObject } from 'zod-openapi';
import { producedTypes } from '../meta.ts';
import type { Operation } from '../rest/operations.ts';
import { definition } from '../validation/schema-structure.ts';
import { errorResponses } from './errors.ts';

const REDIRECTS = new Set([301, 302, 303, 307, 308]);
const TEXT = /^(text\/|application\/(.+\+)?(json|xml))/;

const locationHeader = z.object({ location: z.string().meta({ description: 'The URL to go to.' }) });

/** True for outputs that say nothing about their shape. */
function isShapeless(operation: Operation): boolean {
  if (operation.output === null) return true;
  return ['void', 'undefined', 'custom'].includes(definition(operation.output).type);
}

const schemaOfType = (type: string) =>
  TEXT.test(type) ? { type: 'string' as const } : { type: 'string' as const, format: 'binary' };

function successContent(operation: Operation): ZodOpenApiResponseObject['content'] {
  const example = operation.meta.examples?.response;
  const shown = example === undefined ? {} : { example };
  const produced = producedTypes(operation.rest);
  if (produced.length > 0) {
    const types = produced.map((contentType) => contentType.split(';', 1)[0] ?? contentType);
    return Object.fromEntries(types.map((type) => [type, { schema: schemaOfType(type), ...shown }]));
  }
  const schema = isShapeless(operation) ? {} : (operation.output ?? {});
  return { 'application/json': { schema, ...shown } };
}

function success(operation: Operation): ZodOpenApiResponseObject {
  const { status, openapi } = operation;
  if (status === 204) return { description: openapi.successDescription ?? 'Success. No content.' };
  if (REDIRECTS.has(status)) {
    return {
      description: openapi.successDescription ?? 'Redirects to `location`.',
      headers: locationHeader,
    };
  }
  return { description: openapi.successDescription ?? 'Successful response.', content: successContent(operation) };
}

export function responses(operation: Operation): ZodOpenApiResponsesObject {
  return { [operation.status]: success(operation), ...errorResponses(operation) };
}
