import { readFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { compareDocuments } from '../src/contract/compare.ts';
import type { OpenApi, Operation } from '../src/contract/openapi.ts';

const json = (schema: unknown) => ({ content: { 'application/json': { schema } } });

/** A document with one operation. */
const documentOf = (operation: Operation, schemas: Record<string, unknown> = {}): OpenApi => ({
  paths: { '/things/{id}': { post: { tags: ['T'], ...operation } } },
  components: { schemas },
});

const base: Operation = {
  parameters: [
    { name: 'id', in: 'path', required: true, schema: { type: 'string' } },
    { name: 'limit', in: 'query', schema: { type: 'integer' } },
    { name: 'X-Signature', in: 'header', schema: {} },
  ],
  requestBody: json({
    type: 'object',
    properties: { name: { type: 'string' }, count: { type: 'integer', default: 3 }, kind: { enum: ['a', 'b'] } },
    required: ['name'],
  }),
  responses: {
    200: json({ type: 'object', properties: { id: { type: 'string' }, note: { type: 'string' } }, required: ['id'] }),
    422: {},
  },
};

/** What is found when ours is the base with some parts replaced. */
const problemsWith = (change: Operation): string[] | undefined =>
  compareDocuments(documentOf(base), documentOf({ ...base, ...change })).verdicts[0]?.problems;

const body = (properties: Record<string, unknown>, required = ['name']) => ({
  requestBody: json({
    type: 'object',
    properties: {
      name: { type: 'string' },
      count: { type: 'integer', default: 3 },
      kind: { enum: ['a', 'b'] },
      ...properties,
    },
    required,
  }),
});

const answer = (properties: Record<string, unknown>, required = ['id']) => ({
  responses: {
    200: json({
      type: 'object',
      properties: { id: { type: 'string' }, note: { type: 'string' }, ...properties },
      required,
    }),
    422: {},
  },
});

describe('comparing documents', () => {
  it('finds the reference equal to itself', async () => {
    const text = await readFile(new URL('../contract/reference.openapi.json', import.meta.url), 'utf8');
    const reference = JSON.parse(text) as OpenApi;
    const { verdicts, extras, schemas } = compareDocuments(reference, reference);
    expect(verdicts).toHaveLength(327);
    expect(verdicts.filter(({ isPresent, problems }) => !isPresent || problems.length > 0)).toEqual([]);
    expect(extras).toEqual([]);
    expect(schemas.named).toHaveLength(schemas.total);
  });

  it.each<[string, Operation, string[]]>([
    ['nothing', {}, []],
    [
      'a query parameter left out',
      { parameters: base.parameters?.filter((_, index) => index !== 1) },
      ['query limit: missing'],
    ],
    [
      'a parameter of another type',
      {
        parameters: [
          ...(base.parameters ?? []).slice(0, 1),
          { name: 'limit', in: 'query', schema: { type: 'string' } },
          { name: 'x-signature', in: 'header', schema: { type: 'string' } },
        ],
      },
      ['query limit: string instead of integer'],
    ],
    [
      'a parameter made required, and one more',
      {
        parameters: [
          ...(base.parameters ?? []),
          { name: 'q', in: 'query', schema: {} },
          { name: 'X-More', in: 'header' },
        ],
      },
      ['query q: not in the reference'],
    ],
    ['a field more in the body', body({ extra: {} }), ['body.extra: not in the reference']],
    ['a body field made required', body({}, ['name', 'kind']), ['body.kind: required, optional in the reference']],
    ['another default', body({ count: { type: 'integer', default: 4 } }), ['body.count: default 4 instead of 3']],
    ['other values', body({ kind: { enum: ['a'] } }), ['body.kind: values a instead of a|b']],
    [
      'a body that may be left out',
      { requestBody: { required: true, ...base.requestBody } },
      ['body: required true instead of false'],
    ],
    ['open values', body({ kind: { type: 'string' } }), ['body.kind: values (open) instead of a|b']],
    [
      'a body of another format',
      { requestBody: { content: { 'text/plain': {} } } },
      ['body application/json: missing'],
    ],
    [
      'an answer field of another type',
      answer({ id: { type: 'integer' } }),
      ['response.id: integer instead of string'],
    ],
    [
      'an answer field that may be null',
      answer({ id: { anyOf: [{ type: 'string' }, { type: 'null' }] } }),
      ['response.id: null|string instead of string'],
    ],
    ['an answer field that may be missing', answer({}, []), ['response.id: optional, required in the reference']],
    ['an answer field always there', answer({}, ['id', 'note']), []],
    [
      'an answer that says nothing',
      { responses: { 200: json({}), 422: {} } },
      ['response: any instead of object', 'response.id: missing', 'response.note: missing'],
    ],
    ['another status', { responses: { 201: {}, 422: {} } }, ['response 200: missing (has 201, 422)']],
    ['no validation error', { responses: { 200: base.responses?.['200'] ?? {} } }, ['response 422: missing']],
  ])('reports %s', (_, change, problems) => {
    expect(problemsWith(change)).toEqual(problems);
  });

  it('follows references, names parameters of paths freely and lists what is beyond', () => {
    const schemas = { Thing: { type: 'object', properties: { next: { $ref: '#/components/schemas/Thing' } } } };
    const wanted = documentOf({ responses: { 200: json({ $ref: '#/components/schemas/Thing' }) } }, schemas);
    const ours: OpenApi = {
      paths: {
        '/things/{thing_id}': { post: { responses: { 200: json(schemas.Thing) } } },
        '/more': { get: {} },
      },
      components: { schemas },
    };
    const { verdicts, extras, schemas: names } = compareDocuments(wanted, ours);
    expect(verdicts).toEqual([{ operation: 'POST /things/{id}', tag: 'T', isPresent: true, problems: [] }]);
    expect(extras).toEqual(['GET /more']);
    expect(names).toEqual({ total: 1, named: ['Thing'] });
    expect(compareDocuments(wanted, {}).verdicts[0]?.isPresent).toBe(false);
  });
});
