import { mkdtemp, readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { temporaryFiles, type UploadSink } from '../src/rest/uploads.ts';
import { startServer, type TestServer } from './server.ts';

let server: TestServer;
let directory: string;
/** Counts the files that it was given. */
let sink: UploadSink & { received: number };
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'uploads-'));
  const files = temporaryFiles(directory);
  sink = {
    received: 0,
    receive(...file) {
      sink.received += 1;
      return files.receive(...file);
    },
  };
  server = await startServer({ uploads: sink });
});
afterAll(() => server.close());

const JSON_TYPE = { 'content-type': 'application/json; charset=utf-8' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const SIGNED = { 'X-Twilio-Signature': 'sig' };

describe('body formats', () => {
  it('reads JSON whatever its charset parameter says, and without a content type', async () => {
    for (const headers of [JSON_TYPE, {}, { 'content-type': 'application/vnd.api+json' }]) {
      expect((await server.send('POST', '/things/', { headers, body: '{"name":"é"}' })).json).toMatchObject({
        name: 'é',
      });
    }
  });

  it('lets a body be absent when every field may be', async () => {
    const answer = await server.send('PATCH', '/things/1', { headers: { 'content-type': 'application/json' } });
    expect(answer).toMatchObject({ status: 200, json: { thing_id: '1' } });
    expect((await server.send('PATCH', '/things/1')).status).toBe(200);
  });

  it('takes the fields of a form, coerced, and keeps the bytes for the signature', async () => {
    const body = 'CallSid=CA1&Duration=12&Body=&MediaUrl0=https%3A%2F%2Fx%2Fy+z&Tag=a&Tag=b';
    const { status, headers, text } = await server.send('POST', '/webhooks/t1/voice', {
      headers: { ...FORM_TYPE, ...SIGNED },
      body,
    });
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/xml');
    expect(JSON.parse(text)).toEqual({
      tenant_id: 't1',
      signature: 'sig',
      form: { CallSid: 'CA1', Duration: 12, Body: '', MediaUrl0: 'https://x/y z', Tag: ['a', 'b'] },
      raw: body,
    });
  });

  it('names what is wrong in a form or missing among the headers', async () => {
    const answer = await server.send('POST', '/webhooks/t1/voice', { headers: FORM_TYPE, body: 'Duration=long' });
    expect(answer.status).toBe(422);
    expect(answer.json).toMatchObject({
      detail: [
        { type: 'missing', loc: ['header', 'X-Twilio-Signature'] },
        { type: 'missing', loc: ['body', 'CallSid'] },
        { type: 'int_parsing', loc: ['body', 'Duration'], input: 'long' },
      ],
    });
  });

  it('takes an empty number in a form for none', async () => {
    const answer = await server.send('POST', '/webhooks/t1/voice', {
      headers: { ...FORM_TYPE, ...SIGNED },
      body: 'CallSid=CA1&Duration=',
    });
    expect(JSON.parse(answer.text)).toMatchObject({ form: { CallSid: 'CA1' } });
  });

  it('hands a raw body over unread', async () => {
    const answer = await server.send('POST', '/webhooks/stripe', {
      headers: { ...JSON_TYPE, 'stripe-signature': 't=1' },
      body: '{"not json',
    });
    expect(answer.json).toEqual({ bytes: 10, signature: 't=1' });
  });

  it('refuses types and encodings it cannot read', async () => {
    for (const headers of [
      { 'content-type': 'text/plain' },
      { 'content-type': 'multipart/form-data; boundary=x' },
      { ...JSON_TYPE, 'content-encoding': 'gzip' },
    ]) {
      expect((await server.send('POST', '/things/', { headers, body: 'x' })).status).toBe(415);
    }
  });

  it('refuses a body over the limit, announced or not', async () => {
    const body = JSON.stringify({ name: 'x'.repeat(2_000_000) });
    const announced = await server.send('POST', '/things/', { headers: JSON_TYPE, body });
    expect(announced).toMatchObject({ status: 413, json: { detail: 'The request body is larger than 1000000 bytes' } });
    const chunked = await server.send('POST', '/things/', {
      headers: { ...JSON_TYPE, 'transfer-encoding': 'chunked' },
      body,
    });
    expect(chunked.status).toBe(413);
    expect(server.errors).toEqual([]);
  });
});

describe('uploads', () => {
  const upload = (form: FormData) => fetch(`${server.url}/files`, { method: 'POST', body: form });
  const bytes = (size: number) => new Blob([new Uint8Array(size)], { type: 'audio/wav' });

  it('go to the sink, are readable while the request runs, and are gone after it', async () => {
    const form = new FormData();
    form.set('description', 'Grüße');
    form.set('file', bytes(2_500_000), 'größe.wav');
    form.append('more', bytes(1), 'one.bin');
    const answer = await upload(form);
    expect(answer.status).toBe(201);
    expect(await answer.json()).toEqual({
      name: 'größe.wav',
      type: 'audio/wav',
      size: 2_500_000,
      sum: 2_500_000,
      description: 'Grüße',
      more: 1,
    });
    await expect.poll(() => readdir(directory)).toEqual([]);
  });

  it('are refused over the operation’s limit and leave nothing behind', async () => {
    const form = new FormData();
    form.set('more', bytes(10), 'small.bin');
    form.set('file', bytes(3_000_001), 'big.wav');
    const answer = await upload(form);
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ detail: 'The file is larger than 3000000 bytes' });
    await expect.poll(() => readdir(directory)).toEqual([]);
  });

  const uploadOwn = async (token: string, form: FormData) => {
    const answer = await fetch(`${server.url}/own-files`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: form,
    });
    return { status: answer.status, body: await answer.json() };
  };
  const withFile = (size: number, fields: Record<string, string> = {}) => {
    const form = new FormData();
    for (const [name, value] of Object.entries(fields)) form.set(name, value);
    form.set('file', bytes(size), 'a.wav');
    return form;
  };

  it('are taken up to the limit and no byte more', async () => {
    expect(await uploadOwn('owner', withFile(3_000_000))).toMatchObject({ status: 200, body: { size: 3_000_000 } });
    expect(await uploadOwn('owner', withFile(3_000_001))).toMatchObject({ status: 413 });
  });

  it('are not received from who may not come in', async () => {
    const received = sink.received;
    expect(await uploadOwn('nobody', withFile(3_000_000))).toMatchObject({ status: 401 });
    expect(sink.received).toBe(received);
    expect(await uploadOwn('owner', withFile(1))).toMatchObject({ status: 200 });
    expect(sink.received).toBe(received + 1);
  });

  it('are as many as the operation has fields for', async () => {
    const twice = withFile(1);
    twice.append('file', bytes(1), 'b.wav');
    expect(await uploadOwn('owner', twice)).toMatchObject({ status: 413 });
    const received = sink.received;
    const elsewhere = new FormData();
    elsewhere.set('note', bytes(1), 'a.wav');
    expect(await uploadOwn('owner', elsewhere)).toMatchObject({ status: 422 });
    expect(sink.received).toBe(received);
  });

  it('come with fields that are small together', async () => {
    expect(await uploadOwn('owner', withFile(1, { note: 'x'.repeat(2_000) }))).toMatchObject({ body: { note: 2_000 } });
    const detail = 'The body without files is larger than 2000 bytes';
    const half = 'x'.repeat(1_001);
    const tooLong: Record<string, string>[] = [{ note: 'x'.repeat(2_001) }, { note: half, other: half }];
    for (const fields of tooLong) {
      expect(await uploadOwn('owner', withFile(1, fields))).toEqual({ status: 413, body: { detail } });
    }
  });

  it('are missing when the person chose no file, or sent text instead', async () => {
    const form = new FormData();
    form.set('file', new Blob([]), '');
    const answer = await upload(form);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ detail: [{ type: 'missing', loc: ['body', 'file'] }] });
    const text = new FormData();
    text.set('file', 'just text');
    expect(await (await upload(text)).json()).toMatchObject({
      detail: [{ type: 'value_error', loc: ['body', 'file'], msg: 'Expected UploadFile', input: 'just text' }],
    });
  });

  it('are refused when the body is broken', async () => {
    const broken = (body: string) =>
      server.send('POST', '/files', { headers: { 'content-type': 'multipart/form-data; boundary=b' }, body });
    const cut = '--b\r\ncontent-disposition: form-data; name="file"; filename="a"\r\n\r\nabc';
    expect(await broken(cut)).toMatchObject({
      status: 400,
      json: { detail: 'There was an error parsing the body' },
    });
    const unbounded = await server.send('POST', '/files', {
      headers: { 'content-type': 'multipart/form-data' },
      body: 'x',
    });
    expect(unbounded.status).toBe(400);
    await expect.poll(() => readdir(directory)).toEqual([]);
  });
});
