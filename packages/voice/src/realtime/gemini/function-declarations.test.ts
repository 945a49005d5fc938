import { expect, test } from 'vitest';
import { functionDeclarations } from './function-declarations.ts';

const parametersOf = (parameters: Record<string, unknown>) =>
  functionDeclarations([{ name: 'f', description: 'd', parameters }])[0]?.parameters;
const propertyOf = (property: Record<string, unknown>, more: Record<string, unknown> = {}) =>
  (parametersOf({ type: 'object', properties: { p: property }, ...more }) as { properties: { p: unknown } }).properties
    .p;

test.each([{ type: 'object', properties: {} }, { type: 'object' }, {}])('%j takes no parameters', (parameters) => {
  expect(parametersOf(parameters)).toBeUndefined();
});

test('an object keeps what is required of it, and nothing that Gemini does not know', () => {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    additionalProperties: false,
    properties: {
      name: { type: 'string', minLength: 1, default: 'Jo' },
      tags: { type: 'array', items: { type: 'string' } },
    },
    required: ['name', 'other'],
  };
  expect(parametersOf(schema)).toEqual({
    type: 'OBJECT',
    properties: { name: { type: 'STRING', minLength: 1 }, tags: { type: 'ARRAY', items: { type: 'STRING' } } },
    required: ['name'],
  });
});

test.each<[Record<string, unknown>, Record<string, unknown>]>([
  [{ type: ['string', 'null'] }, { type: 'STRING', nullable: true }],
  [
    { anyOf: [{ type: 'integer', minimum: 1 }, { type: 'null' }], description: 'x' },
    { type: 'INTEGER', minimum: 1, description: 'x', nullable: true },
  ],
  [{ oneOf: [{ type: 'string' }, { type: 'number' }] }, { anyOf: [{ type: 'STRING' }, { type: 'NUMBER' }] }],
  [
    {
      allOf: [
        { type: 'object', properties: { a: { type: 'string' } }, required: ['a'] },
        { properties: { b: { type: 'boolean' } } },
      ],
    },
    { type: 'OBJECT', properties: { a: { type: 'STRING' }, b: { type: 'BOOLEAN' } }, required: ['a'] },
  ],
  [{ const: 'yes' }, { type: 'STRING', enum: ['yes'] }],
  [{ enum: ['a', 'b', null] }, { type: 'STRING', enum: ['a', 'b'] }],
  [
    { type: 'integer', enum: [1, 2], description: 'How many.' },
    { type: 'INTEGER', description: 'How many. One of: 1, 2.' },
  ],
  [
    { type: 'string', format: 'date-time' },
    { type: 'STRING', format: 'date-time' },
  ],
  [
    { type: 'string', format: 'email', pattern: '@' },
    { type: 'STRING', pattern: '@' },
  ],
  [{ type: 'array' }, { type: 'ARRAY', items: { type: 'STRING' } }],
  [{ type: 'object', additionalProperties: { type: 'string' } }, { type: 'OBJECT' }],
  [{}, { type: 'STRING' }],
])('%j becomes %j', (property, expected) => {
  expect(propertyOf(property)).toEqual(expected);
});

test('what is defined elsewhere is put in its place, and what refers to itself comes to an end', () => {
  const $defs = { tree: { type: 'object', properties: { child: { $ref: '#/$defs/tree' } } }, name: { type: 'string' } };
  expect(propertyOf({ $ref: '#/$defs/name' }, { $defs })).toEqual({ type: 'STRING' });
  expect(propertyOf({ $ref: '#/$defs/none' }, { $defs })).toEqual({ type: 'STRING' });
  expect(JSON.stringify(propertyOf({ $ref: '#/$defs/tree' }, { $defs })).length).toBeLessThan(2000);
});
