import { beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { publicProcedure, router } from '../src/init.ts';
import { buildOpenApiDocument } from '../src/document.ts';
import { findExampleProblems } from '../src/document-examples.ts';
import { op } from '../src/op.ts';
import { testRouter } from './router.ts';

interface Operation {
  operationId: string;
  security: unknown[];
  parameters?: { $ref?: string; name?: string; in?: string; required?: boolean; schema?: unknown; example?: unknown }[];
  requestBody?: { required: boolean; content: Record<string, { schema: unknown; example?: unknown }> };
  responses: Record<
    string,
    {
      $ref?: string;
      description?: string;
      content?: Record<string, { schema: unknown; example?: unknown }>;
      headers?: unknown;
    }
  >;
}

const options = {
  title: 'Test',
  version: '1',
  baseUrl: 'http://localhost',
  tags: { Unused: 'None.', Test: 'For tests.' },
  schemas: { Loose: z.object({ n: z.int() }) },
};
let document: ReturnType<typeof buildOpenApiDocument>;
beforeAll(() => {
  document = buildOpenApiDocument(testRouter, options);
});

function operation(method: string, path: string): Operation {
  const found = (document.paths?.[path] as Record<string, Operation> | undefined)?.[method];
  if (!found) throw new Error(`no ${method} ${path}`);
  return found;
}

const schemas = (): Record<string, unknown> => document.components?.schemas ?? {};
const parameter = (of: Operation, name: string) => of.parameters?.find((candidate) => candidate.name === name);

describe('the document', () => {
  it('has its head, its tags and its security', () => {
    expect(document).toMatchObject({
      openapi: '3.1.0',
      info: { title: 'Test' },
      tags: [{ name: 'Test', description: 'For tests.' }],
    });
    expect(Object.keys(document.components?.securitySchemes ?? {})).toEqual(['bearer', 'apiKey']);
    expect(operation('get', '/things/').security).toEqual([]);
    expect(operation('get', '/access/user').security).toEqual([{ bearer: [] }]);
    expect(operation('get', '/access/tenant').security).toEqual([{ bearer: [] }, { apiKey: [] }]);
  });

  it('keeps trailing slashes and names operations after procedures', () => {
    expect(operation('get', '/things/').operationId).toBe('things_list');
  });

  it('refers to bodies by name, also beside path fields', () => {
    expect(operation('post', '/things/').requestBody).toMatchObject({
      required: true,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingCreate' }, example: { name: 'a' } } },
    });
    expect(operation('patch', '/things/{thing_id}').requestBody).toMatchObject({
      required: false,
      content: { 'application/json': { schema: { $ref: '#/components/schemas/ThingUpdate' } } },
    });
    expect(operation('post', '/things/').responses['201']).toMatchObject({
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } },
    });
  });

  it('describes lists and tagged unions as bodies', () => {
    expect(operation('put', '/things/{thing_id}/items').requestBody?.content['application/json']?.schema).toEqual({
      type: 'array',
      items: { $ref: '#/components/schemas/ThingCreate' },
    });
    expect(operation('post', '/shapes').requestBody?.content['application/json']?.schema).toEqual({
      $ref: '#/components/schemas/Shape',
    });
    expect(schemas()['Shape']).toMatchObject({ oneOf: [{ $ref: '#/components/schemas/Circle' }, expect.anything()] });
  });

  it('describes forms, files and raw bodies', () => {
    const form = operation('post', '/webhooks/{tenant_id}/voice');
    expect(Object.keys(form.requestBody?.content ?? {})).toEqual(['application/x-www-form-urlencoded']);
    expect(parameter(form, 'X-Twilio-Signature')).toMatchObject({ in: 'header', required: true });
    expect(operation('post', '/files').requestBody?.content['multipart/form-data']?.schema).toMatchObject({
      properties: { file: { type: 'string', format: 'binary' } },
      required: ['file'],
    });
    expect(operation('post', '/webhooks/stripe').requestBody?.content['application/json']?.schema).toEqual({});
  });

  it('describes answers that are not JSON, nothing at all, and redirects', () => {
    expect(operation('get', '/samples/{voice}.mp3').responses['200']?.content).toMatchObject({
      'audio/mpeg': { schema: { type: 'string', format: 'binary' } },
    });
    expect(Object.keys(operation('get', '/recording').responses['200']?.content ?? {})).toEqual([
      'audio/mpeg',
      'audio/wav',
    ]);
    expect(operation('get', '/export').responses['200']?.content).toMatchObject({
      'text/csv': { schema: { type: 'string' } },
    });
    expect(operation('delete', '/things/{thing_id}').responses['204']).not.toHaveProperty('content');
    expect(operation('get', '/go').responses['307']).toMatchObject({ headers: { location: { schema: {} } } });
  });

  it('places parameters, with defaults, limits and examples', () => {
    const list = operation('get', '/things/');
    expect(parameter(list, 'limit')).toMatchObject({
      in: 'query',
      schema: { type: 'integer', minimum: 1, maximum: 100, default: 50 },
      example: 7,
    });
    expect(parameter(list, 'limit')?.required).not.toBe(true);
    expect(parameter(list, 'ids')?.schema).toEqual({ type: 'array', items: { type: 'integer' } });
    const update = operation('patch', '/things/{thing_id}');
    expect(parameter(update, 'dry_run')?.in).toBe('query');
    expect(parameter(update, 'X-Version')?.in).toBe('header');
    expect(parameter(update, 'thing_id')).toMatchObject({ in: 'path', required: true });
  });

  it('offers the sub-account and idempotency headers where they do something', () => {
    const refs = (of: Operation) => (of.parameters ?? []).map((candidate) => candidate.$ref?.split('/').at(-1));
    expect(refs(operation('get', '/access/tenant'))).toEqual(['SubAccountId']);
    expect(refs(operation('get', '/access/agency'))).toEqual([]);
    expect(refs(operation('post', '/access/pay'))).toEqual(['SubAccountId', 'IdempotencyKey']);
    expect(document.components?.parameters).toMatchObject({ SubAccountId: { name: 'X-Sub-Account-Id', in: 'header' } });
  });

  it('lists errors that follow from the operation, and those it declares', () => {
    expect(Object.keys(operation('get', '/access/sub-account').responses)).toEqual(['200', '400', '401', '403', '429']);
    expect(operation('get', '/things/{thing_id}').responses).toMatchObject({
      404: { $ref: '#/components/responses/NotFound' },
      422: { $ref: '#/components/responses/ValidationFailed' },
    });
    expect(operation('post', '/things/').responses['409']).toMatchObject({ description: 'The name is taken' });
    expect(Object.keys(schemas())).toEqual(
      expect.arrayContaining(['ErrorResponse', 'HTTPValidationError', 'ValidationError']),
    );
  });

  it('says nothing about JavaScript’s numbers and closes no object', () => {
    const text = JSON.stringify(document);
    expect(text).not.toContain(String(Number.MAX_SAFE_INTEGER));
    expect(schemas()['ThingCreate']).toMatchObject({
      properties: { count: { type: 'integer', minimum: 1, maximum: 10, default: 3 } },
      required: ['name'],
    });
    expect(schemas()['Thing']).not.toMatchObject({ additionalProperties: false });
  });

  it('has two names for a schema only where requests and answers differ', () => {
    const names = Object.keys(schemas());
    // `count` has a default: optional in a request, always there in an answer.
    expect(names).toEqual(expect.arrayContaining(['ThingCreate', 'ThingCreateOutput', 'Shape', 'Nested']));
    expect(names).not.toContain('ShapeOutput');
    expect(names).not.toContain('NestedOutput');
    expect(JSON.stringify(document)).not.toMatch(/(Shape|Circle|Nested)Output/);
  });

  it('shows schemas that no operation refers to', () => {
    expect(schemas()['Loose']).toMatchObject({ type: 'object', properties: { n: { type: 'integer' } } });
  });

  it('leaves the schemas it reads as they are', () => {
    expect(JSON.stringify(buildOpenApiDocument(testRouter, options))).toBe(JSON.stringify(document));
  });
});

describe('a router that contradicts itself', () => {
  const words = { tag: 'T', summary: 's', description: 'd', example: { response: null } } as const;
  const get = (path: `/${string}`, more: { operationId?: string; errors?: number[] } = {}) =>
    publicProcedure.meta(op({ method: 'GET', path, ...words, ...more })).query(() => null);

  it('is refused for a route or an id declared twice', () => {
    expect(() => buildOpenApiDocument(router({ a: get('/x'), b: get('/x') }), options)).toThrow('declared twice');
    const sameId = router({ a: get('/x', { operationId: 'i' }), b: get('/y', { operationId: 'i' }) });
    expect(() => buildOpenApiDocument(sameId, options)).toThrow('Two operations are named i');
  });

  it('is refused for a path field that the input lacks', () => {
    expect(() => buildOpenApiDocument(router({ a: get('/x/{id}') }), options)).toThrow('the input has no field id');
  });

  it('is refused for a tag that nobody explains', () => {
    expect(() => buildOpenApiDocument(router({ a: get('/x') }), options)).toThrow('Unknown tag: T');
  });

  it('is refused for an error status without a meaning', () => {
    expect(() => buildOpenApiDocument(router({ a: get('/x', { errors: [418] }) }), options)).toThrow(
      'needs a description',
    );
  });
});

describe('examples', () => {
  it('are checked against their schemas', () => {
    const words = { tag: 'T', summary: 's', description: 'd' };
    const broken = router({
      good: publicProcedure
        .meta(op({ method: 'POST', path: '/good', ...words, example: { request: { n: 1 }, response: 'x' } }))
        .input(z.object({ n: z.int() }))
        .output(z.string())
        .mutation(() => 'x'),
      bad: publicProcedure
        .meta(
          op({
            method: 'POST',
            path: '/bad',
            ...words,
            description: '',
            example: { request: { n: 'x' }, response: 1 },
          }),
        )
        .input(z.object({ n: z.int() }))
        .output(z.string())
        .mutation(() => 'x'),
    });
    const problems = findExampleProblems(broken);
    expect(problems).toHaveLength(3);
    expect(problems.every((problem) => problem.startsWith('bad: '))).toBe(true);
  });
});
