import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { decodeMulaw, resampleWhole } from '@leadlock/voice/audio';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { BrowserCallClient, silence } from '@leadlock/voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProcess, variablesFor, type ProductProcess } from './product-process.ts';

/** Recognition and speech synthesis on two busy cores take their time. */
const PATIENCE_MS = 60_000;
/** What follows a sentence so that the agent takes its turn. */
const PAUSE_MS = 1500;

const AGENT = {
  name: 'Ava',
  voice_provider: 'local',
  voice: 'slt',
  greeting: 'Hello, you have reached Bright Smile Dental.',
  system_prompt: `You are Ava, the receptionist for Bright Smile Dental.
- Opening hours: Monday to Friday from nine in the morning until five in the afternoon, and Saturday from ten in the morning until two in the afternoon.
- We have free parking behind the building.`,
  enable_recording_disclosure: false,
  max_silence_seconds: 60,
  tools_enabled: ['end_call'],
};

interface TestCall {
  call_id: string;
  url: string;
  token: string;
}

let dataDir: string;
let gateway: ProductProcess;
let api: ProductProcess;
let speech: SpeechEngine;
let accessToken: string;
let agentId: string;

async function request<T>(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...headers,
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
  dataDir = await mkdtemp(join(tmpdir(), 'leadlock-talk-'));
  const variables = variablesFor(database, dataDir);
  gateway = await startProcess('voice-gateway', { ...variables, GATEWAY_PORT: '0' });
  const publicGateway = `ws://127.0.0.1:${gateway.port}`;
  api = await startProcess('api', { ...variables, API_PORT: '0', PUBLIC_GATEWAY_URL: publicGateway });
  speech = await openSpeechEngine();
  accessToken = '';
  const owner = { email: 'dana@brightsmile.example', password: 'correct horse battery', tos_accepted: true };
  const account = await request<{ access_token: string }>('POST', '/auth/signup', {
    ...owner,
    company_name: 'Bright Smile Dental',
  });
  accessToken = account.access_token;
  agentId = (await request<{ id: string }>('POST', '/agents', AGENT)).id;
}, 120_000);
afterAll(async () => {
  await Promise.all([api?.terminate(), gateway?.terminate(), speech?.close()]);
  await rm(dataDir, { recursive: true, force: true });
});

async function startCall(): Promise<{ client: BrowserCallClient; callId: string }> {
  const { url, token, call_id: callId } = await request<TestCall>('POST', `/agents/${agentId}/test-call`);
  const client = await BrowserCallClient.connect(url, token);
  expect(await client.message({ type: 'ready' })).toMatchObject({ call_id: callId });
  return { client, callId };
}

const finalWords = (client: BrowserCallClient, role: 'user' | 'agent'): string[] =>
  client
    .all('transcript')
    .filter((words) => words['role'] === role && words['final'] === true)
    .map(({ text }) => String(text));

const heardOf = (client: BrowserCallClient, role: 'user' | 'agent', pattern: RegExp) =>
  expect.poll(() => finalWords(client, role).join(' '), { timeout: PATIENCE_MS, interval: 20 }).toMatch(pattern);

interface FinishedCall {
  direction: string;
  status: string;
  transcript: { role: string; content: string; interrupted?: true }[];
  metadata: { end_reason: string; turn_latencies_ms: number[]; interruptions: number; first_audio_ms: number };
}

/** The call as the API shows it once it is over. */
async function finished(callId: string): Promise<FinishedCall> {
  await expect
    .poll(async () => (await request<{ ended_at: string | null }>('GET', `/calls/${callId}`)).ended_at, {
      timeout: PATIENCE_MS,
    })
    .not.toBeNull();
  return request('GET', `/calls/${callId}`);
}

test('somebody talks to an agent by microphone, hears it, and breaks in', { timeout: 180_000 }, async () => {
  const { client, callId } = await startCall();
  await heardOf(client, 'agent', /Bright Smile Dental/);

  await client.speak(
    Buffer.concat([await speech.synthesize('What are your opening hours?', 'rms'), silence(PAUSE_MS)]),
  );
  await heardOf(client, 'user', /opening hours/i);
  const before = client.heard.length;
  await client.heardAtLeast(before / 8 + 1000, PATIENCE_MS);
  await client.speak(
    Buffer.concat([await speech.synthesize('Stop it please, do you have any parking?', 'rms'), silence(PAUSE_MS)]),
  );
  await client.message({ type: 'clear' }, PATIENCE_MS);
  await heardOf(client, 'user', /parking/i);
  await heardOf(client, 'agent', /behind the building/i);

  client.hangUp();
  expect((await client.closed).code).toBe(1000);
  expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'caller_hangup' });
  const call = await finished(callId);
  expect(call).toMatchObject({ direction: 'test', status: 'completed', metadata: { end_reason: 'caller_hangup' } });
  expect(call.metadata.interruptions).toBeGreaterThanOrEqual(1);
  expect(call.metadata.turn_latencies_ms.length).toBeGreaterThanOrEqual(2);
  expect(call.transcript.filter(({ role }) => role === 'assistant').map(({ content }) => content)).toEqual(
    finalWords(client, 'agent').filter((words) => words !== ''),
  );
  expect(call.transcript.some(({ interrupted }) => interrupted)).toBe(true);
  const usage = await database.system.selectFrom('usage_records').selectAll().where('call_id', '=', callId).execute();
  expect(usage).toMatchObject([{ direction: 'test', provider: 'local', quantity: 1 }]);
});

test('somebody writes to an agent without a microphone, and it answers aloud', { timeout: 120_000 }, async () => {
  const { client, callId } = await startCall();
  await heardOf(client, 'agent', /Bright Smile Dental/);
  client.type('Do you have any parking?');
  await heardOf(client, 'agent', /behind the building/i);
  const heard = client.heard.length;
  expect(heard).toBeGreaterThan(16_000);
  client.type('Thank you, goodbye.');
  await client.message({ type: 'tool_call', name: 'end_call' }, PATIENCE_MS);
  expect((await client.closed).code).toBe(1000);
  expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'agent_hangup' });
  const call = await finished(callId);
  expect(call.transcript).toMatchObject([
    { role: 'assistant', content: AGENT.greeting },
    { role: 'user', content: 'Do you have any parking?' },
    { role: 'assistant', content: expect.stringContaining('parking') },
    { role: 'user', content: 'Thank you, goodbye.' },
    { role: 'assistant', content: expect.stringContaining('Goodbye') },
  ]);
});

test('somebody has a sentence said to an agent, and gets its answer', { timeout: 120_000 }, async () => {
  const mulaw = await speech.synthesize('What are your opening hours?', 'rms');
  const narrow = new Int16Array(mulaw.length);
  decodeMulaw(mulaw, narrow);
  const wide = resampleWhole(narrow, 8000, 24_000);
  const audio = Buffer.from(wide.buffer, wide.byteOffset, wide.byteLength).toString('base64');
  const answer = await request<{ audio_base64: string; transcript: string; model: string }>(
    'POST',
    '/agents/test/voice',
    { agent_id: agentId, audio_base64: audio },
  );
  // Whatever it understood: it is an answer, and not the greeting.
  expect(answer.transcript).toMatch(/\w/);
  expect(answer.transcript).not.toMatch(/you have reached/i);
  expect(Buffer.from(answer.audio_base64, 'base64').length).toBeGreaterThan(48_000);
});

test('asking again under the same Idempotency-Key gives the same call', async () => {
  const headers = { 'idempotency-key': 'one call' };
  const ask = () => request<TestCall>('POST', `/agents/${agentId}/test-call`, undefined, headers);
  const first = await ask();
  expect(await ask()).toEqual(first);
});

test('a gateway that is told to end says goodbye and writes the call', { timeout: 120_000 }, async () => {
  const { client, callId } = await startCall();
  await heardOf(client, 'agent', /Bright Smile Dental/);
  expect(await gateway.terminate()).toBe(0);
  expect((await client.closed).code).toBe(1000);
  expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'gateway_shutdown' });
  expect(await finished(callId)).toMatchObject({ status: 'completed', metadata: { end_reason: 'gateway_shutdown' } });
});
