import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { OutgoingEmail } from '@leadlock/providers/contracts';
import { createResend } from '@leadlock/providers/email';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Sandbox } from '../src/sandbox.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startTestSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => admin(sandbox, 'POST', '/reset'));

const FROM = 'Leadlock <hello@leadlock.example>';
let keys = 0;
const email = (changes: Partial<OutgoingEmail> = {}): OutgoingEmail => ({
  to: 'dana@example.com',
  subject: 'Choose a new password',
  html: '<p>Here: <a href="https://app.example.com">the link</a></p>',
  text: 'Here: https://app.example.com',
  idempotencyKey: `key-${++keys}`,
  ...changes,
});

const client = ({ apiKey = 're_sandbox', from = FROM, url = `${sandbox.url}/resend` } = {}) =>
  createResend({ apiUrl: url, apiKey: () => apiKey, from: () => from, timeoutMs: 500 });

const sent = async (query = '') =>
  (await admin<{ emails: { id: string; from: string }[] }>(sandbox, 'GET', `/resend/emails${query}`)).emails;

describe('the product’s own client', () => {
  test('sends, under another name where one is given', async () => {
    const first = await client().send(email({ replyTo: 'office@example.com' }));
    await client({ from: 'hello@leadlock.example' }).send(email({ fromName: 'Pixel "&" Co.\r\nBcc: x@example.com' }));
    expect(await sent()).toMatchObject([
      { from: '"Pixel & Co. Bcc: x@example.com" <hello@leadlock.example>' },
      { id: first.id, from: FROM, to: ['dana@example.com'], reply_to: ['office@example.com'] },
    ]);
  });

  test('sends to somebody, whose mail can be looked at without that of others', async () => {
    const { id } = await client().send(email({ to: 'dana@example.com' }));
    await client().send(email({ to: 'bob@example.com' }));
    expect(await sent('?to=dana')).toMatchObject([{ id }]);
    expect(await sent()).toHaveLength(2);
  });

  test('sends the same key once, and another email under it not at all', async () => {
    const one = email();
    const { id } = await client().send(one);
    expect(await client().send(one)).toEqual({ id });
    await expect(client().send({ ...one, subject: 'Another' })).rejects.toMatchObject({
      provider: 'resend',
      status: 409,
      code: 'invalid_idempotent_request',
      retryable: false,
    });
    expect(await sent()).toHaveLength(1);
  });

  test.each([
    ['a wrong key', { apiKey: 're_wrong' }, {}, 'invalid_api_key'],
    ['a sender whose domain is not verified', { from: 'x@gmail.com' }, {}, 'validation_error'],
    ['a sender that is none', { from: 'nobody' }, {}, 'invalid_from_address'],
    ['a recipient that is none', {}, { to: 'nobody' }, 'validation_error'],
    ['a key that is too long', {}, { idempotencyKey: 'k'.repeat(257) }, 'invalid_idempotency_key'],
  ])('is refused for good with %s', async (_what, settings, changes, code) => {
    await expect(client(settings).send(email(changes))).rejects.toMatchObject({ code, retryable: false });
    expect(await sent()).toEqual([]);
  });

  test('may try again when it comes too often, or Resend fails, is silent or away', async () => {
    await admin(sandbox, 'POST', '/resend/faults', { kind: 'rate_limit_exceeded' });
    await admin(sandbox, 'POST', '/resend/faults', { kind: 'internal_server_error' });
    const one = email();
    await expect(client().send(one)).rejects.toMatchObject({ status: 429, retryable: true });
    await expect(client().send(one)).rejects.toMatchObject({ status: 500, retryable: true });
    await expect(client().send(one)).resolves.toMatchObject({ id: expect.any(String) });

    const silent = createServer(() => undefined).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const url = `http://127.0.0.1:${(silent.address() as AddressInfo).port}`;
    await expect(client({ url }).send(one)).rejects.toMatchObject({
      message: expect.stringMatching(/timed out/) as string,
      retryable: true,
    });
    silent.closeAllConnections();
    silent.close();
    await once(silent, 'close');
    await expect(client({ url }).send(one)).rejects.toMatchObject({
      message: expect.stringMatching(/connect to Resend/) as string,
      retryable: true,
    });
  });
});

test('Resend’s own refusals: no key, unknown paths, missing and unknown fields, no JSON', async () => {
  const post = async (body: string, headers: Record<string, string> = { authorization: 'Bearer re_sandbox' }) => {
    const answer = await fetch(`${sandbox.url}/resend/emails`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body,
    });
    return (await answer.json()) as Record<string, unknown>;
  };
  expect(await post('{}', {})).toMatchObject({ statusCode: 401, name: 'missing_api_key' });
  expect(await post('{}')).toMatchObject({ statusCode: 422, name: 'missing_required_field' });
  expect(await post('{')).toMatchObject({ statusCode: 422, name: 'validation_error' });
  const bare = { from: FROM, to: 'dana@example.com', subject: 'Hello' };
  expect(await post(JSON.stringify(bare))).toMatchObject({ message: 'Missing `html` or `text` field.' });
  expect(await post(JSON.stringify({ ...bare, text: 'Hi', replyTo: 'x' }))).toMatchObject({ name: 'validation_error' });
  const unknown = await fetch(`${sandbox.url}/resend/nothing`, { headers: { authorization: 'Bearer re_sandbox' } });
  expect(unknown.status).toBe(404);
});

test('the inbox shows what was sent, without letting it out of its frame', async () => {
  const { id } = await client().send(email({ subject: '<b>Hi</b>', html: '<p title="x">Hi</p><script>1</script>' }));
  const read = async (path: string) => (await fetch(`${sandbox.url}/sandbox/inbox${path}`)).text();
  expect(await read('')).toContain(`<a href="/sandbox/inbox/${id}">&lt;b&gt;Hi&lt;/b&gt;</a>`);
  const page = await read(`/${id}`);
  expect(page).toContain('&lt;script&gt;1&lt;/script&gt;');
  expect(page).not.toContain('<script>');
  expect((await fetch(`${sandbox.url}/sandbox/inbox/unknown`)).status).toBe(404);
});

test('lists the domains that may send, to who has the key', async () => {
  const list = (key: string) =>
    fetch(`${sandbox.url}/resend/domains`, { headers: { authorization: `Bearer ${key}`, 'user-agent': 'test' } });
  expect(await (await list('re_sandbox')).json()).toMatchObject({
    data: [{ name: 'leadlock.example', status: 'verified' }],
  });
  expect((await list('re_wrong')).status).toBe(403);
});
