import { describe, expect, it } from 'vitest';
import { startServer, type TestServer, useServer } from './server.ts';

const server = await useServer();

const post = (path: string, type: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  server.send('POST', path, { headers: { 'content-type': type, ...headers }, body });
const latin1 = (text: string) => Buffer.from(text, 'latin1');
const voice = (type: string, body: string | Buffer) =>
  post('/webhooks/t1/voice', type, body, { 'x-twilio-signature': 's' });

describe('the charset of a body', () => {
  it.each(['iso-8859-1', 'ISO-8859-1', '"windows-1252"', 'latin1'])(
    '%s is decoded as it is declared',
    async (charset) => {
      const answer = await post('/things/', `application/json; charset=${charset}`, latin1('{"name":"é"}'));
      expect(answer).toMatchObject({ status: 201, json: { name: 'é' } });
    },
  );

  it('may be any that is known, and may come with a byte order mark', async () => {
    const utf16 = Buffer.from('\ufeff{"name":"é"}', 'utf16le');
    expect((await post('/things/', 'application/json; charset=utf-16le', utf16)).json).toMatchObject({ name: 'é' });
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/json; charset=UTF8', '']) {
      expect((await post('/things/', type, '\ufeff{"name":"é"}')).json).toMatchObject({ name: 'é' });
    }
  });

  it('is UTF-8 where none is declared, and nothing else then', async () => {
    for (const type of ['application/json', 'application/json; charset=utf-8', 'application/json; v=1']) {
      expect(await post('/things/', type, latin1('{"name":"é"}'))).toMatchObject({
        status: 422,
        json: { detail: [{ loc: ['body'], msg: 'Input should be valid UTF-8' }] },
      });
    }
    expect(await post('/trpc/things.create', 'application/json', latin1('{"name":"é"}'))).toMatchObject({
      status: 422,
      json: { error: { data: { fields: [{ loc: ['body'], msg: 'Input should be valid UTF-8' }] } } },
    });
  });

  it('is refused where nobody knows it', async () => {
    const answer = await post('/things/', 'application/json; charset=klingon', '{}');
    expect(answer).toMatchObject({ status: 415, json: { detail: 'Unsupported charset klingon' } });
  });

  it('goes for forms, written out or escaped', async () => {
    const sent = [
      ['application/x-www-form-urlencoded; charset=iso-8859-1', 'CallSid=%E9'],
      ['application/x-www-form-urlencoded; charset=iso-8859-1', latin1('CallSid=é')],
      ['application/x-www-form-urlencoded', 'CallSid=%C3%A9'],
      ['application/x-www-form-urlencoded', 'CallSid=é'],
    ] as const;
    for (const [type, body] of sent) {
      expect(JSON.parse((await voice(type, body)).text)).toMatchObject({ form: { CallSid: 'é' } });
    }
    for (const body of ['CallSid=%E9', 'CallSid=%ED%A0%BD', latin1('CallSid=é'), '%FF=CA1']) {
      expect(await voice('application/x-www-form-urlencoded', body)).toMatchObject({
        status: 422,
        json: { detail: [{ loc: ['body'], msg: 'Input should be valid UTF-8' }] },
      });
    }
    expect(JSON.parse((await voice('application/x-www-form-urlencoded', 'CallSid=100%&Body=%zz')).text)).toMatchObject({
      form: { CallSid: '100%', Body: '%zz' },
    });
  });

  it('goes for the fields of a multipart body', async () => {
    const field = (value: Buffer, type = '') =>
      Buffer.concat([
        latin1(`--b\r\ncontent-disposition: form-data; name="description"\r\n${type}\r\n`),
        value,
        latin1('\r\n--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\na\r\n--b--\r\n'),
      ]);
    const send = (body: Buffer) => post('/files', 'multipart/form-data; boundary=b', body);
    expect((await send(field(Buffer.from('é')))).json).toMatchObject({ description: 'é' });
    const declared = 'content-type: text/plain; charset=iso-8859-1\r\n';
    expect((await send(field(latin1('é'), declared))).json).toMatchObject({ description: 'é' });
    expect(await send(field(latin1('é')))).toMatchObject({
      status: 422,
      json: { detail: [{ loc: ['body', 'description'], msg: 'Input should be valid UTF-8' }] },
    });
    const unknown = 'content-type: text/plain; charset=klingon\r\n';
    expect((await send(field(latin1('a'), unknown))).status).toBe(415);
  });

  it('goes for queries', async () => {
    expect((await server.get('/things/?tags=%C3%A9')).json).toMatchObject({ tags: ['é'] });
    expect(await server.get('/things/?tags=%E9')).toMatchObject({
      status: 422,
      json: { detail: [{ loc: ['query'], msg: 'Input should be valid UTF-8' }] },
    });
  });
});

describe('text that cannot be stored', () => {
  const UNPAIRED = 'Input should be valid Unicode: it contains half of a surrogate pair';
  const NUL = 'Input should not contain NUL characters';
  const refused = async (answer: ReturnType<TestServer['get']>) => {
    const { status, json, text } = await answer;
    expect(text).not.toMatch(/\\ud[89a-f]/);
    return { status, detail: (json as { detail?: unknown }).detail ?? json };
  };

  it.each([
    [String.raw`{"name":"\ud83d"}`, ['body', 'name'], UNPAIRED],
    [String.raw`{"name":"\udc00a"}`, ['body', 'name'], UNPAIRED],
    [String.raw`{"name":"\u0000"}`, ['body', 'name'], NUL],
    [String.raw`{"name":"a","tags":["a","\ud83d"]}`, ['body', 'tags', 1], UNPAIRED],
    [String.raw`{"name":"a","labels":{"\ud83d":1}}`, ['body', 'labels', '\ufffd'], UNPAIRED],
    [String.raw`{"name":"a","unknown":{"deep":[{"\u0000":1}]}}`, ['body', 'unknown', 'deep', 0, '\0'], NUL],
  ])('is refused with its field at both doors: %s', async (body, loc, msg) => {
    expect(await refused(post('/things/', 'application/json', body))).toMatchObject({
      status: 422,
      detail: [{ type: 'value_error', loc, msg }],
    });
    expect(await refused(post('/trpc/things.create', 'application/json', body))).toMatchObject({
      status: 422,
      detail: { error: { data: { fields: [{ loc, msg }] } } },
    });
  });

  it('is refused in paths, queries and forms', async () => {
    expect(await refused(server.get('/things/a%00b'))).toMatchObject({
      status: 422,
      detail: [{ loc: ['path', 'thing_id'], msg: NUL }],
    });
    expect(await refused(server.get('/things/?tags=%00'))).toMatchObject({ detail: [{ loc: ['query', 'tags', 0] }] });
    const form = voice('application/x-www-form-urlencoded', 'CallSid=%00');
    expect(await refused(form)).toMatchObject({ status: 422, detail: [{ loc: ['body', 'CallSid'], msg: NUL }] });
  });

  it('is stored where its surrogates are pairs', async () => {
    const answer = await post('/things/', 'application/json', String.raw`{"name":"\ud83d\ude00"}`);
    expect(answer).toMatchObject({ status: 201, json: { name: '😀' } });
  });

  it('is refused before the change is written down', async () => {
    const written: unknown[] = [];
    const observed = await startServer({
      onMutation: (mutation) => {
        written.push(mutation);
        return Promise.resolve(null);
      },
    });
    const pay = (body: string) =>
      observed.send('POST', '/access/pay', {
        headers: { 'content-type': 'application/json', authorization: 'Bearer owner' },
        body,
      });
    expect((await pay(String.raw`{"cents":1,"note":"\u0000"}`)).status).toBe(422);
    expect(written).toEqual([]);
    expect((await pay('{"cents":1}')).status).toBe(200);
    expect(written).toHaveLength(1);
    await observed.close();
  });
});
