import { z } from 'zod';
import type { ZodOpenApiParameters, ZodOpenApiRequestBodyObject } from 'zod-openapi';
import type { BodyFormat } from '../meta.ts';
import type { FieldPlace, Operation } from '../rest/operations.ts';
import { fieldsOf, isOptional, unwrap, type Schema } from '../validation/schema-structure.ts';

const CONTENT_TYPES: Readonly<Record<BodyFormat, string>> = {
  json: 'application/json',
  raw: 'application/json',
  form: 'application/x-www-form-urlencoded',
  multipart: 'multipart/form-data',
};

const subAccountHeader = z
  .string()
  .optional()
  .meta({
    description: 'The agency’s sub-account to act on. API keys act on their own account only.',
    param: { id: 'SubAccountId' },
  });

const idempotencyHeader = z
  .string()
  .max(255)
  .optional()
  .meta({
    description:
      'Repeating a request with the same key and body within 24 hours returns the first response. A different body is ' +
      'rejected. If a request failed or was interrupted, send it again with the same key.',
    param: { id: 'IdempotencyKey' },
  });

const ACTS_FOR_SUB_ACCOUNTS = new Set(['tenant', 'admin', 'owner', 'sub_account']);

/** The fields that come from one place. */
function fieldsFrom(operation: Operation, place: FieldPlace): Record<string, z.ZodType> {
  const found: Record<string, z.ZodType> = {};
  for (const [field, schema] of operation.fields) {
    if (operation.places.get(field) === place) found[field] = schema as z.ZodType;
  }
  return found;
}

function headerFields(operation: Operation): Record<string, z.ZodType> {
  const headers: Record<string, z.ZodType> = {};
  for (const [field, header] of operation.headerFields) headers[header] = operation.fields.get(field) as z.ZodType;
  if (ACTS_FOR_SUB_ACCOUNTS.has(operation.meta.access ?? 'public')) headers['X-Sub-Account-Id'] = subAccountHeader;
  if (operation.isIdempotent) headers['Idempotency-Key'] = idempotencyHeader;
  return headers;
}

export function requestParameters(operation: Operation): ZodOpenApiParameters | undefined {
  const places = {
    path: fieldsFrom(operation, 'path'),
    query: fieldsFrom(operation, 'query'),
    header: headerFields(operation),
  };
  const used = Object.entries(places).filter(([, fields]) => Object.keys(fields).length > 0);
  return used.length === 0 ? undefined : Object.fromEntries(used.map(([place, fields]) => [place, z.object(fields)]));
}

/** The schema whose fields are the body's: a declared one if it can be, so that the document refers to it by name. */
function bodySchema(operation: Operation): Schema | null {
  const { rest, inputs, fields, places } = operation;
  if (rest.bodyKey !== undefined) return fields.get(rest.bodyKey) ?? null;
  if (rest.bodySchema !== undefined) return rest.bodySchema;
  const bodies = inputs.filter((input) => {
    const own = fieldsOf(input);
    return own === null ? operation.takesInput : Object.keys(own).some((field) => places.get(field) === 'body');
  });
  const [only] = bodies;
  if (only === undefined) return null;
  const isWhole = Object.keys(fieldsOf(only) ?? {}).every((field) => places.get(field) === 'body');
  return bodies.length === 1 && isWhole ? unwrap(only) : z.object(fieldsFrom(operation, 'body'));
}

function isBodyRequired(operation: Operation, schema: Schema): boolean {
  if (operation.isBodyRequired) return true;
  if (operation.rest.bodyKey !== undefined) return !isOptional(schema);
  const fields = fieldsOf(schema);
  return fields === null || Object.values(fields).some((field) => !isOptional(field));
}

export function requestBody(operation: Operation): ZodOpenApiRequestBodyObject | undefined {
  if (operation.body === null) return undefined;
  const schema = operation.body === 'raw' ? z.unknown() : bodySchema(operation);
  if (schema === null) return undefined;
  const example = bodyExample(operation);
  return {
    required: operation.body === 'raw' || isBodyRequired(operation, schema),
    content: {
      [CONTENT_TYPES[operation.body]]: { schema, ...(example === undefined ? {} : { example }) },
    },
  };
}

/** The example's fields that come from the body. */
function bodyExample(operation: Operation): unknown {
  const request = operation.meta.examples?.request;
  if (request === undefined) return undefined;
  if (operation.body === 'raw' || typeof request !== 'object' || request === null) return request;
  const fields = Object.entries(request);
  if (operation.rest.bodyKey !== undefined) return new Map<string, unknown>(fields).get(operation.rest.bodyKey);
  const own = fields.filter(([field]) => (operation.places.get(field) ?? 'body') === 'body');
  return own.length > 0 ? Object.fromEntries(own) : undefined;
}

/** The example's value for a parameter of the document. */
export function parameterExample(operation: Operation, name: string): unknown {
  const request = operation.meta.examples?.request;
  if (typeof request !== 'object' || request === null) return undefined;
  const field = operation.headerFields.find(([, header]) => header === name)?.[0] ?? name;
  return new Map<string, unknown>(Object.entries(request)).get(field);
}
