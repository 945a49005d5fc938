import { forTenant } from '@leadlock/context/context';
import { serveInTest, signIn, useOperations } from '@leadlock/identity/testing';
import type { SpeechRequest } from '@leadlock/providers/contracts';
import { createTenant, createTestContext } from '@leadlock/testing/factories';
import { useDatabase } from '@leadlock/testing/use-database';
import { SpeechError } from '@leadlock/voice/speech';
import { beforeEach, expect, test } from 'vitest';
import { agentsRouter } from '../router.ts';
import { previewGreeting } from './preview-greeting.ts';

const database = await useDatabase();
const spoken: SpeechRequest[] = [];
let fails: SpeechError | null = null;
const ctx = createTestContext(database, {
  providers: {
    speech: {
      async speak(request) {
        spoken.push(request);
        if (fails) throw fails;
        const isWav = request.provider === 'gemini';
        return { audio: Buffer.from(`sound of ${request.text}`), contentType: isWav ? 'audio/wav' : 'audio/mpeg' };
      },
    },
  },
});
const api = await useOperations(agentsRouter, ctx);
const path = '/agents/wizard/preview-greeting-tts';
const body = { text: 'Bright Smile Dental, good morning!', voice_provider: 'xai', voice_id: 'ara' };

beforeEach(() => {
  spoken.length = 0;
  fails = null;
});

/** A member of an account of their own. */
async function member(overrides: Parameters<typeof createTenant>[1] = {}): Promise<string> {
  return signIn(ctx, await createTenant(database, overrides), { role: 'member' });
}

async function listen(token: string, input: object) {
  const response = await fetch(`${api.url}${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(input),
  });
  return { status: response.status, type: response.headers.get('content-type'), sound: await response.text() };
}

test('a greeting is spoken in the voice, as the file that its provider makes', async () => {
  const token = await member();
  expect(await listen(token, { ...body, text: ` ${body.text} `, voice_id: 'ARA' })).toEqual({
    status: 200,
    type: 'audio/mpeg',
    sound: `sound of ${body.text}`,
  });
  expect(await listen(token, { ...body, voice_provider: 'gemini', voice_id: 'puck' })).toMatchObject({
    type: 'audio/wav',
  });
  await listen(token, { ...body, voice_provider: 'elevenlabs', voice_id: 'cjVigY5qzO86Huf0OWal' });
  // As the provider spells it, where we know its voices.
  expect(spoken).toEqual([
    { provider: 'xai', voice: 'ara', text: body.text },
    { provider: 'gemini', voice: 'Puck', text: body.text },
    { provider: 'elevenlabs', voice: 'cjVigY5qzO86Huf0OWal', text: body.text },
  ]);
});

test('the same sample is paid for once by each account, and another one again', async () => {
  const [one, other] = [await member(), await member()];
  await Promise.all([listen(one, body), listen(one, body)]);
  expect((await listen(one, body)).sound).toBe(`sound of ${body.text}`);
  expect(spoken).toHaveLength(1);
  await listen(other, body);
  await listen(one, { ...body, voice_id: 'eve' });
  await listen(one, { ...body, text: 'Good evening!' });
  expect(spoken).toHaveLength(4);
});

test('a sample that failed is asked for again', async () => {
  const account = forTenant(ctx, await createTenant(database));
  fails = new SpeechError('vendor_down', '');
  await expect(previewGreeting(account, body)).rejects.toThrow('didn’t respond');
  fails = null;
  expect(await previewGreeting(account, body)).toMatchObject({ contentType: 'audio/mpeg' });
});

test.each([
  ['text', { text: '' }],
  ['text', { text: 'a'.repeat(1001) }],
  ['text', { text: 5 }],
  ['voice_provider', { voice_provider: 'acme' }],
  ['voice_id', { voice_id: 'Puck' }],
  ['voice_id', { voice_provider: 'openai', voice_id: 'ara' }],
  ['voice_id', { voice_provider: 'elevenlabs', voice_id: ' ' }],
])('bad input names the field: %s %o', async (field, wrong) => {
  const answer = await api.request('POST', path, { token: await member(), body: { ...body, ...wrong } });
  expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', field] }] } });
  expect(spoken).toEqual([]);
});

test.each([
  ['key_missing', 'voice_provider', 'xAI Grok isn’t set up on this installation. Choose another provider.'],
  ['voice_unknown', 'voice_id', 'xAI Grok can’t speak with this voice. xAI Grok says: Not today.'],
  ['text_refused', 'text', 'xAI Grok can’t speak this text. xAI Grok says: Not today.'],
] as const)('what the provider cannot speak names the field: %s', async (kind, field, msg) => {
  fails = new SpeechError(kind, 'Not today.');
  const answer = await api.request('POST', path, { token: await member(), body });
  expect(answer).toMatchObject({ status: 422, body: { detail: [{ loc: ['body', field], msg }] } });
});

const REFUSED = 'xAI Grok refused to speak this text. Contact support, or choose another provider.';
const AWAY = 'xAI Grok didn’t respond. Try again, or choose another provider.';

test.each([
  ['key_refused', 'upstream', REFUSED],
  ['quota_exhausted', 'upstream', REFUSED],
  ['request_refused', 'upstream', REFUSED],
  ['vendor_down', 'upstream', AWAY],
  ['bad_answer', 'upstream', AWAY],
  ['timeout', 'upstream', AWAY],
  ['rate_limited', 'unavailable', 'xAI Grok has too many requests right now. Try again in a moment.'],
] as const)('a provider that fails says what helps, and nothing of its account: %s', async (kind, refusal, message) => {
  fails = new SpeechError(kind, 'The team 4711 has no credits', { status: 402, retryAfterMs: 7000 });
  const account = forTenant(ctx, await createTenant(database));
  await expect(previewGreeting(account, body)).rejects.toMatchObject({
    kind: refusal,
    message,
    retryAfterSeconds: kind === 'rate_limited' ? 7 : undefined,
  });
});

test('a provider that is away is a bad gateway, and one that is busy says when to come back', async () => {
  const token = await member();
  // The server of a test takes no 502 for an expected answer.
  const other = await serveInTest(agentsRouter, ctx);
  fails = new SpeechError('timeout', 'The provider timed out');
  const options = { headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' } };
  const ask = () => fetch(`${other.url}${path}`, { ...options, method: 'POST', body: JSON.stringify(body) });
  const away = await ask();
  expect([away.status, await away.json()]).toEqual([502, { detail: AWAY }]);
  fails = new SpeechError('rate_limited', '');
  const busy = await ask();
  expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '10']);
});

test('nobody listens who is not signed in, or whose account may spend nothing', async () => {
  expect(await api.request('POST', path, { body })).toMatchObject({ status: 401 });
  const agency = await signIn(ctx, await createTenant(database, { tenant_type: 'agency', plan: 'agency' }));
  expect(await api.request('POST', path, { token: agency, body })).toMatchObject({ status: 400 });
  const suspended = await member({ suspended_at: new Date() });
  expect(await api.request('POST', path, { token: suspended, body })).toMatchObject({ status: 403 });
  const inactive = await member({ is_active: false });
  expect(await api.request('POST', path, { token: inactive, body })).toMatchObject({ status: 403 });
  expect(spoken).toEqual([]);
});
