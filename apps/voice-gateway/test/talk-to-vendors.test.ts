import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ownerUrlOf } from '@leadlock/db/testing/test-database';
import { useDatabase } from '@leadlock/db/testing/use-database';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { BrowserCallClient, silence } from '@leadlock/voice/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProcess, variablesFor, type ProductProcess } from './product-process.ts';

/** Recognition and speech synthesis on two busy cores take their time. */
const PATIENCE_MS = 60_000;
const PAUSE_MS = 1500;

const AGENT = {
  name: 'Ava',
  greeting: 'Hello, you have reached Bright Smile Dental.',
  system_prompt: `You are Ava, the receptionist for Bright Smile Dental.
- Opening hours: Monday to Friday from nine in the morning until five in the afternoon.
- We have free parking behind the building.`,
  enable_recording_disclosure: false,
  max_silence_seconds: 60,
  tools_enabled: ['end_call'],
};

let dataDir: string;
let sandbox: ProductProcess;
let gateway: ProductProcess;
let api: ProductProcess;
let variables: Record<string, string>;
let speech: SpeechEngine;
let accessToken = '';

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
  return (response.status === 204 ? null : await response.json()) as T;
}

const database = await useDatabase();
beforeAll(async () => {
  await migrateJobs(ownerUrlOf(database));
  dataDir = await mkdtemp(join(tmpdir(), 'leadlock-vendors-'));
  const common = variablesFor(database, dataDir);
  sandbox = await startProcess('sandbox', { ...common, SANDBOX_PORT: '0' });
  variables = { ...common, SANDBOX_URL: `http://127.0.0.1:${sandbox.port}` };
  gateway = await startProcess('voice-gateway', { ...variables, GATEWAY_PORT: '0' });
  const publicGateway = `ws://127.0.0.1:${gateway.port}`;
  api = await startProcess('api', { ...variables, API_PORT: '0', PUBLIC_GATEWAY_URL: publicGateway });
  speech = await openSpeechEngine();
  const owner = { email: 'dana@brightsmile.example', password: 'correct horse battery', tos_accepted: true };
  const account = await request<{ access_token: string }>('POST', '/auth/signup', {
    ...owner,
    company_name: 'Bright Smile Dental',
  });
  accessToken = account.access_token;
}, 180_000);
afterAll(async () => {
  await Promise.all([api?.terminate(), gateway?.terminate(), speech?.close()]);
  await sandbox?.terminate();
  await rm(dataDir, { recursive: true, force: true });
});

const wordsOf = (client: BrowserCallClient, role: 'user' | 'agent'): string[] =>
  client
    .all('transcript')
    .filter((words) => words['role'] === role && words['final'] === true)
    .map(({ text }) => String(text));

const heardOf = (client: BrowserCallClient, role: 'user' | 'agent', pattern: RegExp) =>
  expect.poll(() => wordsOf(client, role).join(' '), { timeout: PATIENCE_MS, interval: 20 }).toMatch(pattern);

interface FinishedCall {
  ended_at: string | null;
  status: string;
  transcript: { role: string; content: string }[];
  metadata: { end_reason: string };
}

/** One whole call: greeted, asked by voice, answered, and ended by a tool. */
async function talkTo(agentId: string): Promise<FinishedCall> {
  const { url, token, call_id } = await request<{ url: string; token: string; call_id: string }>(
    'POST',
    `/agents/${agentId}/test-call`,
  );
  const client = await BrowserCallClient.connect(url, token);
  await heardOf(client, 'agent', /Bright Smile Dental/);
  const question = await speech.synthesize('Do you have any parking?', 'rms');
  await client.speak(Buffer.concat([question, silence(PAUSE_MS)]));
  await heardOf(client, 'user', /parking/i);
  await heardOf(client, 'agent', /behind the building/i);
  client.type('Thank you, goodbye.');
  await client.message({ type: 'tool_call', name: 'end_call' }, PATIENCE_MS);
  expect((await client.closed).code).toBe(1000);
  expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'agent_hangup' });
  const path = `/calls/${call_id}`;
  await expect
    .poll(async () => (await request<FinishedCall>('GET', path)).ended_at, { timeout: PATIENCE_MS })
    .not.toBeNull();
  return request('GET', path);
}

const ENDED = {
  status: 'completed',
  transcript: [
    { role: 'assistant', content: AGENT.greeting },
    { role: 'user', content: expect.stringMatching(/parking/i) },
    { role: 'assistant', content: expect.stringMatching(/behind the building/i) },
    { role: 'user', content: 'Thank you, goodbye.' },
    { role: 'assistant', content: expect.stringMatching(/goodbye/i) },
  ],
  metadata: { end_reason: 'agent_hangup' },
};

const createAgent = (voice_provider: string): Promise<{ id: string }> =>
  request('POST', '/agents', { ...AGENT, voice_provider });

/** The plan allows three. */
const removeAgent = (id: string): Promise<unknown> => request('DELETE', `/agents/${id}`);

/** What calls with this provider are billed for. */
const billedTo = (provider: string): Promise<{ provider: string | null }[]> =>
  database.system.selectFrom('usage_records').select('provider').where('provider', '=', provider).execute();

test.each(['xai', 'gemini'])(
  'an agent of %s holds a call: heard, answered, and ended by a tool',
  { timeout: 300_000 },
  async (provider) => {
    const { id } = await createAgent(provider);
    expect(await talkTo(id)).toMatchObject(ENDED);
    expect(await billedTo(provider)).toHaveLength(1);
    await removeAgent(id);
  },
);

test('an agent of ElevenLabs holds a call before it is copied there, and after', { timeout: 300_000 }, async () => {
  const { id } = await createAgent('elevenlabs');
  expect(await talkTo(id)).toMatchObject(ENDED);

  const worker = await startProcess('worker', { ...variables, WORKER_PORT: '0' });
  const copyOf = async () =>
    (await request<{ elevenlabs_agent_id: string | null }>('GET', `/agents/${id}`)).elevenlabs_agent_id;
  await expect.poll(copyOf, { timeout: PATIENCE_MS, interval: 200 }).toMatch(/^agent_/);
  await worker.terminate();
  expect(await talkTo(id)).toMatchObject(ENDED);
  expect(await billedTo('elevenlabs')).toHaveLength(2);
});
