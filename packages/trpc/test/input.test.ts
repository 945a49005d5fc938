import { describe, expect, it } from 'vitest';
import { type TestServer, useServer } from './server.ts';

const server = await useServer();

/** The field errors of a refused request. */
async function refusal(answer: ReturnType<TestServer['get']>) {
  const { status, json } = await answer;
  expect(status).toBe(422);
  return (json as { detail: unknown[] }).detail;
}

const valid = { name: 'a' };

describe('query values', () => {
  it('become what the schema wants', async () => {
    const { json } = await server.get('/things/?limit=7&ratio=1.5e1&active=false&tags=x&ids=1&ids=2&color=red&level=2');
    expect(json).toEqual({ limit: 7, ratio: 15, active: false, tags: ['x'], ids: [1, 2], color: 'red', level: 2 });
  });

  it.each([
    ['true', true],
    ['1', true],
    ['on', true],
    ['YES', true],
    ['false', false],
    ['0', false],
    ['off', false],
    ['No', false],
  ])('read the boolean %s', async (text, value) => {
    expect((await server.get(`/things/?active=${text}`)).json).toMatchObject({ active: value });
  });

  it('get their defaults, and may carry what nobody asked for', async () => {
    expect((await server.get('/things/?utm_source=x&__proto__=y')).json).toEqual({ limit: 50 });
  });

  it('are none where they are empty and the field may be left out', async () => {
    expect((await server.get('/things/?limit=&ratio=&active=&color=&level=&ids=&tags=')).json).toEqual({ limit: 50 });
  });

  it('count once when a scalar is repeated', async () => {
    expect((await server.get('/things/?limit=1&limit=2')).json).toEqual({ limit: 2 });
  });

  it.each([
    ['limit=abc', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer', 'abc'],
    ['limit=1.5', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer', '1.5'],
    ['limit=0x10', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer', '0x10'],
    ['limit=1&limit=x', 'int_parsing', 'Input should be a valid integer, unable to parse string as an integer', 'x'],
    ['ratio=x', 'float_parsing', 'Input should be a valid number, unable to parse string as a number', 'x'],
    ['active=maybe', 'bool_parsing', 'Input should be a valid boolean, unable to interpret input', 'maybe'],
  ])('are refused as text: %s', async (query, type, msg, input) => {
    const [loc] = query.split('=');
    expect(await refusal(server.get(`/things/?${query}`))).toEqual([{ type, loc: ['query', loc], msg, input }]);
  });

  it('are refused for their size and choice, with what they should have been', async () => {
    expect(await refusal(server.get('/things/?limit=0&color=pink'))).toEqual([
      {
        type: 'greater_than_equal',
        loc: ['query', 'limit'],
        msg: 'Input should be greater than or equal to 1',
        input: '0',
        ctx: { ge: 1 },
      },
      {
        type: 'enum',
        loc: ['query', 'color'],
        msg: "Input should be 'red', 'green' or 'blue'",
        input: 'pink',
        ctx: { expected: "'red', 'green' or 'blue'" },
      },
    ]);
    expect(await refusal(server.get('/things/?limit=101'))).toMatchObject([
      { type: 'less_than_equal', msg: 'Input should be less than or equal to 100', ctx: { le: 100 } },
    ]);
  });

  it('are named by their place in a list', async () => {
    expect(await refusal(server.get('/things/?ids=1&ids=x'))).toMatchObject([
      { type: 'int_parsing', loc: ['query', 'ids', 1], input: 'x' },
    ]);
  });
});

describe('path and header values', () => {
  it('are coerced, and refused under their own names', async () => {
    expect((await server.get('/pages/7')).json).toEqual({ page: 7 });
    expect(await refusal(server.get('/pages/seven'))).toEqual([
      {
        type: 'int_parsing',
        loc: ['path', 'page'],
        msg: 'Input should be a valid integer, unable to parse string as an integer',
        input: 'seven',
      },
    ]);
    const patch = (headers: Record<string, string>) =>
      server.send('PATCH', '/things/1?dry_run=true', {
        headers: { 'content-type': 'application/json', ...headers },
        body: '{"name":"b","thing_id":"other","dry_run":false,"version":9}',
      });
    expect((await patch({ 'x-version': '4' })).json).toMatchObject({
      thing_id: '1',
      dry_run: true,
      version: 4,
      name: 'b',
    });
    expect((await patch({})).json).not.toHaveProperty('version');
    expect(await refusal(patch({ 'x-version': 'x' }))).toMatchObject([
      { type: 'int_parsing', loc: ['header', 'X-Version'], input: 'x' },
    ]);
  });
});

describe('text with a NUL character, which the database cannot hold,', () => {
  it('is refused in a body, however deep', async () => {
    const [error] = await refusal(server.post('/things/', { ...valid, tags: ['fine', 'no\0t'] }));
    expect(error).toMatchObject({ type: 'value_error', loc: ['body', 'tags', 1] });
  });

  it('is refused in a query', async () => {
    expect(await refusal(server.get('/things/?tags=a%00b'))).toMatchObject([{ loc: ['query', 'tags', 0] }]);
  });
});

describe('JSON bodies', () => {
  const create = (body: unknown) => server.post('/things/', body);

  it('are never coerced', async () => {
    expect((await create({ name: 'a', count: 5 })).status).toBe(201);
    expect(await refusal(create({ name: 'a', count: '5' }))).toEqual([
      { type: 'int_type', loc: ['body', 'count'], msg: 'Input should be a valid integer', input: '5' },
    ]);
  });

  it('lose what the schema does not know, in and out', async () => {
    const { json } = await create({ name: 'a', surprise: 1, color: 'red' });
    expect(json).toEqual({ id: '1', name: 'a', count: 3, color: 'red' });
  });

  it.each([
    [{}, { type: 'missing', loc: ['body', 'name'], msg: 'Field required', input: {} }],
    [{ name: 1 }, { type: 'string_type', loc: ['body', 'name'], msg: 'Input should be a valid string', input: 1 }],
    [{ name: null }, { type: 'string_type', loc: ['body', 'name'], input: null }],
    [
      { name: '' },
      { type: 'string_too_short', msg: 'String should have at least 1 character', input: '', ctx: { min_length: 1 } },
    ],
    [
      { name: 'abcdef' },
      { type: 'string_too_long', msg: 'String should have at most 5 characters', ctx: { max_length: 5 } },
    ],
    [
      { ...valid, count: 1.5 },
      {
        type: 'int_from_float',
        msg: 'Input should be a valid integer, got a number with a fractional part',
        input: 1.5,
      },
    ],
    [
      { ...valid, ratio: 'x' },
      { type: 'float_type', msg: 'Input should be a valid number', input: 'x' },
    ],
    [
      { ...valid, ratio: 0 },
      { type: 'greater_than', msg: 'Input should be greater than 0', ctx: { gt: 0 } },
    ],
    [
      { ...valid, ratio: 1 },
      { type: 'less_than', msg: 'Input should be less than 1', ctx: { lt: 1 } },
    ],
    [
      { ...valid, flag: 'true' },
      { type: 'bool_type', msg: 'Input should be a valid boolean', input: 'true' },
    ],
    [
      { ...valid, color: 'pink' },
      { type: 'enum', msg: "Input should be 'red', 'green' or 'blue'" },
    ],
    [
      { ...valid, kind: 'x' },
      { type: 'literal_error', msg: "Input should be 'thing'", ctx: { expected: "'thing'" } },
    ],
    [
      { ...valid, tags: 'x' },
      { type: 'list_type', msg: 'Input should be a valid list' },
    ],
    [
      { ...valid, tags: [] },
      {
        type: 'too_short',
        msg: 'List should have at least 1 item after validation, not 0',
        ctx: { field_type: 'List', min_length: 1, actual_length: 0 },
      },
    ],
    [
      { ...valid, tags: ['a', 'b', 'c'] },
      { type: 'too_long', ctx: { max_length: 2, actual_length: 3 } },
    ],
    [
      { ...valid, tags: ['a', 2] },
      { type: 'string_type', loc: ['body', 'tags', 1], input: 2 },
    ],
    [
      { ...valid, nested: 1 },
      {
        type: 'model_attributes_type',
        loc: ['body', 'nested'],
        msg: 'Input should be a valid dictionary or object to extract fields from',
      },
    ],
    [
      { ...valid, nested: {} },
      { type: 'missing', loc: ['body', 'nested', 'deep'], input: {} },
    ],
    [
      { ...valid, labels: 1 },
      { type: 'dict_type', msg: 'Input should be a valid dictionary' },
    ],
    [
      { ...valid, labels: { a: 'x' } },
      { type: 'int_type', loc: ['body', 'labels', 'a'] },
    ],
    [
      { ...valid, when: 'now' },
      { type: 'datetime_from_date_parsing', input: 'now' },
    ],
  ])('are refused field by field: %j', async (body, error) => {
    const detail = await refusal(create(body));
    expect(detail).toHaveLength(1);
    expect(detail[0]).toMatchObject(error);
  });

  it('say of a union what each of its branches wanted', async () => {
    expect(await refusal(create({ ...valid, size: 'x' }))).toMatchObject([
      { type: 'int_type', loc: ['body', 'size', 'int'], input: 'x' },
      { type: 'bool_type', loc: ['body', 'size', 'bool'], input: 'x' },
    ]);
  });

  it('say of a tagged union which tags there are', async () => {
    expect(await refusal(server.post('/shapes', { kind: 'line' }))).toEqual([
      {
        type: 'union_tag_invalid',
        loc: ['body'],
        msg: "Input tag 'line' found using 'kind' does not match any of the expected tags: 'circle', 'square'",
        input: { kind: 'line' },
        ctx: { discriminator: "'kind'", tag: 'line', expected_tags: "'circle', 'square'" },
      },
    ]);
    expect(await refusal(server.post('/shapes', {}))).toMatchObject([{ type: 'union_tag_not_found', loc: ['body'] }]);
    expect(await refusal(server.post('/shapes', { kind: 'circle' }))).toMatchObject([
      { type: 'missing', loc: ['body', 'radius'] },
    ]);
    expect((await server.post('/shapes', { kind: 'square', side: 2 })).json).toEqual({ kind: 'square', side: 2 });
  });

  it('may be a list, whose places have no field name', async () => {
    const put = (body: string) =>
      server.send('PUT', '/things/1/items', { headers: { 'content-type': 'application/json' }, body });
    expect((await put('[{"name":"a"},{"name":"b"}]')).json).toEqual({ names: ['a', 'b'] });
    expect(await refusal(put('[{"name":"a"},{}]'))).toMatchObject([{ type: 'missing', loc: ['body', 1, 'name'] }]);
    expect(await refusal(put('{}'))).toMatchObject([{ type: 'list_type', loc: ['body'] }]);
  });

  it.each(['[1]', '"text"', '5'])('must be an object where fields are wanted: %s', async (body) => {
    const answer = server.send('POST', '/things/', { headers: { 'content-type': 'application/json' }, body });
    expect(await refusal(answer)).toMatchObject([{ type: 'model_attributes_type', loc: ['body'] }]);
  });

  it('are refused as a whole when they are not JSON', async () => {
    const answer = server.send('POST', '/things/', {
      headers: { 'content-type': 'application/json' },
      body: '{"name":',
    });
    expect(await refusal(answer)).toEqual([
      {
        type: 'json_invalid',
        loc: ['body', 8],
        msg: 'JSON decode error',
        input: {},
        ctx: { error: 'The body is not valid JSON' },
      },
    ]);
  });

  it('are missing as a whole when nothing or null was sent', async () => {
    const expected = [{ type: 'missing', loc: ['body'], msg: 'Field required', input: null }];
    expect(await refusal(server.send('POST', '/things/'))).toEqual(expected);
    expect(await refusal(create(null))).toEqual(expected);
    expect(await refusal(server.send('PUT', '/things/1/items'))).toEqual(expected);
  });
});
