import { describe, expect, it } from 'vitest';
import { expectNoDeadlyErrors } from './deadly-errors.ts';
import { useServer } from './server.ts';

const server = await useServer();
expectNoDeadlyErrors();

const json = (path: string, body: string) =>
  server.send('POST', path, { headers: { 'content-type': 'application/json' }, body });
const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
const TOO_DEEP = 'The JSON is nested more than 64 levels deep';

describe('JSON that is nested too deep', () => {
  it.each([65, 4_000, 400_000])('is refused at both doors: %i levels', async (depth) => {
    const body = `{"name":"a","unknown":${nested(depth)}}`;
    expect(await json('/things/', body)).toMatchObject({
      status: 422,
      json: { detail: [{ msg: TOO_DEEP, loc: ['body'] }] },
    });
    expect(await json('/trpc/things.create', body)).toMatchObject({
      status: 422,
      json: { error: { data: { kind: 'validation', fields: [{ msg: TOO_DEEP }] } } },
    });
    if (depth > 4_000) return;
    const input = encodeURIComponent(`{"tags":${nested(Math.min(depth, 1_000))}}`);
    expect((await server.get(`/trpc/things.list?input=${input}`)).status).toBe(422);
  });

  it('is taken up to the limit, and brackets in text do not count', async () => {
    expect((await json('/things/', `{"name":"a","unknown":${nested(63)}}`)).status).toBe(201);
    expect((await json('/things/', JSON.stringify({ name: 'a', unknown: `\\"${nested(500)}` }))).status).toBe(201);
  });
});

describe('too many of anything', () => {
  it('is refused in JSON', async () => {
    const body = `{"name":"a","unknown":[${Array.from({ length: 20_001 }, () => '1').join(',')}]}`;
    for (const path of ['/things/', '/trpc/things.create']) expect((await json(path, body)).status).toBe(413);
  });

  it('is refused in forms and queries', async () => {
    const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=1`).join('&');
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 's' };
    const voice = (body: string) => server.send('POST', '/webhooks/t1/voice', { headers: form, body });
    expect((await voice(`CallSid=CA1&${fields(999)}`)).status).toBe(200);
    expect(await voice(`CallSid=CA1&${fields(1_000)}`)).toMatchObject({
      status: 413,
      json: { detail: 'The form has more than 1000 fields' },
    });
    expect((await server.get(`/things/?${fields(200)}`)).status).toBe(200);
    expect((await server.get(`/things/?${fields(201)}`)).status).toBe(413);
  });

  it('is refused in multipart bodies, also where no part has a name', async () => {
    const multipart = (body: string) =>
      server.send('POST', '/files', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body });
    expect((await multipart(`${'--b\r\nx-a: b\r\n\r\na\r\n'.repeat(500)}--b--\r\n`)).status).toBe(413);
    const other = '--b\r\ncontent-disposition: form-data; name="other"; filename="a"\r\n\r\na\r\n';
    expect((await multipart(`${other.repeat(500)}--b--\r\n`)).status).toBe(413);
  });

  it('of mistakes is told of in part, and what was sent is told back in part', async () => {
    const many = JSON.stringify({ name: 'a', tags: Array.from({ length: 5_000 }, (_, index) => index) });
    const { json: answer } = await json('/things/', many);
    expect((answer as { detail: unknown[] }).detail.length).toBeLessThanOrEqual(50);
    const long = await json('/things/', JSON.stringify({ name: 'x'.repeat(900_000), ['k'.repeat(50_000)]: 1 }));
    expect(long.status).toBe(422);
    expect(long.text.length).toBeLessThan(2_000);
    const wide = await json(
      '/things/',
      JSON.stringify({ filler: Array.from({ length: 9_000 }, () => 'x'.repeat(50)) }),
    );
    expect(wide).toMatchObject({ status: 422, json: { detail: [{ type: 'missing', loc: ['body', 'name'] }] } });
    expect(wide.text.length).toBeLessThan(5_000);
    expect((await json('/trpc/things.create', many)).text.length).toBeLessThan(20_000);
    const tag = await json('/shapes', JSON.stringify({ kind: 'x'.repeat(500_000) }));
    expect(tag.text.length).toBeLessThan(5_000);
  });
});

describe('numbers written at length', () => {
  it.each(['1'.repeat(40_000), `1${'+'.repeat(40_000)}`, `${'1'.repeat(20_000)}.${'1'.repeat(20_000)}`])(
    'are refused without much thought',
    async (digits) => {
      const form = { 'content-type': 'application/x-www-form-urlencoded' };
      const startedAt = process.cpuUsage();
      const answer = await server.send('POST', '/things/', {
        headers: form,
        body: `name=a&count=${digits}x&ratio=${digits}x`,
      });
      const { user } = process.cpuUsage(startedAt);
      expect(answer).toMatchObject({
        status: 422,
        json: { detail: [{ type: 'int_parsing' }, { type: 'float_parsing' }] },
      });
      expect(user / 1_000).toBeLessThan(500);
    },
  );
});

describe('names of prototypes', () => {
  const refused = { status: 422, json: { detail: [{ msg: 'Input should not have a field with this name' }] } };

  it.each([
    '{"name":"a","__proto__":{"color":"red"}}',
    '{"__proto__":{"name":"a"}}',
    '{"name":"a","unknown":[{"__proto__":null}]}',
    '{"name":"a","constructor":{"prototype":{"color":"red"}}}',
  ])('are refused in JSON at both doors: %s', async (body) => {
    expect(await json('/things/', body)).toMatchObject(refused);
    expect((await json('/trpc/things.create', body)).status).toBe(422);
    expect(({} as { color?: string }).color).toBeUndefined();
  });

  it('are refused in forms and multipart bodies that take any field, and ignored where nobody asked', async () => {
    const form = { 'content-type': 'application/x-www-form-urlencoded', 'x-twilio-signature': 's' };
    const body = 'CallSid=CA1&__proto__=a&__proto__=b';
    expect(await server.send('POST', '/webhooks/t1/voice', { headers: form, body })).toMatchObject(refused);
    const multipart = { 'content-type': 'multipart/form-data; boundary=b' };
    const part = (name: string) => `--b\r\ncontent-disposition: form-data; name="${name}"\r\n\r\na\r\n`;
    const answer = await server.send('POST', '/files', { headers: multipart, body: `${part('__proto__')}--b--\r\n` });
    expect(answer).toMatchObject({ status: 422, json: { detail: [{ loc: ['body', 'file'] }] } });
    expect((await server.get('/things/?__proto__=a&constructor=b')).json).toEqual({ limit: 50 });
  });

  it('may be words in texts and harmless fields', async () => {
    const body = JSON.stringify({ name: 'proto', constructor: 'Ferrari', prototype: 1 });
    expect((await json('/things/', body)).status).toBe(201);
  });
});

describe('answers', () => {
  it('are stored by nobody on their way, unless they say otherwise', async () => {
    const owner = { authorization: 'Bearer owner' };
    for (const path of [
      '/access/tenant',
      '/access/user',
      '/things/',
      '/errors/not-found',
      '/trpc/access.user',
      '/trpc/none.such',
    ]) {
      expect((await server.get(path, owner)).headers['cache-control']).toBe('no-store');
    }
    expect((await server.get('/access/tenant')).headers['cache-control']).toBe('no-store');
    expect((await server.get('/export')).headers['cache-control']).toBe('no-store');
    const events = await fetch(`${server.url}/events`);
    expect(events.headers.get('cache-control')).toBe('no-cache, no-transform');
    await events.body?.cancel();
  });
});
