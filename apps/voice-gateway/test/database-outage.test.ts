import { chmodSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDatabase, type Database } from '@leadlock/db/client';
import { startEmbeddedPostgres, type EmbeddedPostgres } from '@leadlock/db/embedded/start-embedded-postgres';
import { migrate } from '@leadlock/db/migrate';
import { migrateJobs } from '@leadlock/jobs/migrate-jobs';
import {
  BrowserCallClient,
  ScriptedRealtimeServer,
  tone,
  waitFor,
  type ScriptedRealtimeConnection,
} from '@leadlock/voice/testing';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { startProcess, type ProductProcess } from './product-process.ts';

/** Processes start slowly on two busy cores. */
const PATIENCE_MS = 30_000;
const GREETING = 'Hello, you have reached Bright Smile Dental.';
const AGENT = {
  name: 'Ava',
  voice_provider: 'openai',
  greeting: GREETING,
  system_prompt: 'You are Ava, the receptionist for Bright Smile Dental.',
  enable_recording_disclosure: false,
  max_silence_seconds: 60,
  tools_enabled: ['end_call'],
};
const USED = {
  input_tokens: 30,
  output_tokens: 20,
  input_token_details: { audio_tokens: 20, text_tokens: 10 },
  output_token_details: { audio_tokens: 15, text_tokens: 5 },
};

let folder: string;
let postgres: EmbeddedPostgres;
let database: Database;
let provider: ScriptedRealtimeServer;
let api: ProductProcess;
let variables: Record<string, string>;
let agentId: string;
let accessToken = '';
/** How many calls there were. */
let calls = 0;
/** The gateways that a test has started. */
const gateways: ProductProcess[] = [];

async function post<Answer>(path: string, body: unknown): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${api.port}${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken === '' ? {} : { authorization: `Bearer ${accessToken}` }),
    },
    body: JSON.stringify(body),
  });
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as Answer;
}

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'leadlock-outage-'));
  // Postgres may run under another account.
  chmodSync(folder, 0o711);
  [postgres, provider] = await Promise.all([
    startEmbeddedPostgres({ dataDir: join(folder, 'postgres') }),
    ScriptedRealtimeServer.start(),
  ]);
  const { connectionString } = postgres;
  await migrate(postgres);
  await migrateJobs(postgres.ownerUrl);
  database = connectDatabase({ connectionString });
  variables = {
    DATABASE_URL: connectionString,
    DATA_DIR: join(folder, 'data'),
    JWT_SECRET: 'a secret that only tests know, 32+ bytes',
    ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64'),
    OPENAI_REALTIME_URL: provider.url,
    OPENAI_API_KEY: 'sk-test',
  };
  api = await startProcess('api', { ...variables, API_PORT: '0' });
  const owner = { email: 'dana@brightsmile.example', password: 'correct horse battery', tos_accepted: true };
  const account = { ...owner, company_name: 'Bright Smile Dental' };
  accessToken = (await post<{ access_token: string }>('/auth/signup', account)).access_token;
  agentId = (await post<{ id: string }>('/agents', AGENT)).id;
}, 120_000);
afterAll(async () => {
  await Promise.all([api?.kill(), provider?.close()]);
  await database?.close();
  await postgres?.stop();
  await rm(folder, { recursive: true, force: true });
});

let gateway: ProductProcess;
beforeEach(async () => {
  gateway = await startGateway();
}, PATIENCE_MS);
afterEach(async () => {
  await Promise.all(gateways.splice(0).map((process) => process.kill()));
});

async function startGateway(): Promise<ProductProcess> {
  const started = await startProcess('voice-gateway', { ...variables, GATEWAY_PORT: '0' });
  gateways.push(started);
  return started;
}

const bringPostgresBack = async (): Promise<void> => {
  const port = Number(new URL(postgres.connectionString).port);
  postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), port });
};

/** The files of the calls that the database does not have. */
async function keptCalls(): Promise<string[]> {
  const unsaved = join(folder, 'data', 'unsaved-calls');
  const names = await readdir(unsaved);
  return names.map((name) => join(unsaved, name));
}

interface RunningCall {
  callId: string;
  client: BrowserCallClient;
  voice: ScriptedRealtimeConnection;
  /** In ms, on a clock that never jumps. */
  begunAt: { earliest: number; latest: number };
}

/** A caller talks to the agent, one turn with the database and one without it. */
async function talkWhileDatabaseGoes(): Promise<RunningCall> {
  const { call_id: callId, token } = await post<{ call_id: string; token: string }>(`/agents/${agentId}/test-call`, {});
  const earliest = performance.now();
  const client = await BrowserCallClient.connect(`ws://127.0.0.1:${gateway.port}/browser`, token);
  await client.message({ type: 'ready' }, PATIENCE_MS);
  const voice = await provider.connection(calls++);
  await voice.expect('session.update');
  // Its session asks for this: a caller may be told that the call is ready while the session is still to begin.
  const latest = performance.now();
  await voice.expect('response.create');
  voice.answer({ responseId: 'r1', itemId: 'a1', text: GREETING, audio: tone(400), usage: USED });
  await client.heardAtLeast(400, PATIENCE_MS);
  await ask(voice, client, { number: 1, question: 'Are you open on Sunday?', answer: 'No, only until Saturday.' });
  await expect.poll(() => turnsOf(callId), { timeout: PATIENCE_MS }).toBe(3);

  await postgres.stop();
  await ask(voice, client, { number: 2, question: 'Where can I park?', answer: 'Behind the building.' });
  await gateway.logged('failed to save a turn');
  return { callId, client, voice, begunAt: { earliest, latest } };
}
async function ask(
  voice: ScriptedRealtimeConnection,
  client: BrowserCallClient,
  { number, question, answer }: { number: number; question: string; answer: string },
): Promise<void> {
  const heardMs = client.heard.length / 8;
  voice.callerTurn(`u${number}`, question);
  voice.answer({ responseId: `q${number}`, itemId: `q${number}`, text: answer, audio: tone(300, 5), usage: USED });
  await client.heardAtLeast(heardMs + 300, PATIENCE_MS);
  await client.message({ type: 'transcript', role: 'agent', final: true, text: answer }, PATIENCE_MS);
}

const callRow = (callId: string) =>
  database.system.selectFrom('call_logs').selectAll().where('id', '=', callId).executeTakeFirstOrThrow();

/** Of a call that runs. */
const turnsOf = async (callId: string): Promise<number> => {
  const { transcript } = await database.system
    .selectFrom('call_sessions')
    .select('transcript')
    .where('call_id', '=', callId)
    .executeTakeFirstOrThrow();
  return Array.isArray(transcript) ? transcript.length : 0;
};

const CONVERSATION = [
  { role: 'assistant', content: GREETING },
  { role: 'user', content: 'Are you open on Sunday?' },
  { role: 'assistant', content: 'No, only until Saturday.' },
  { role: 'user', content: 'Where can I park?' },
  { role: 'assistant', content: 'Behind the building.' },
];

interface ExpectedCall {
  endReason: string;
  conversation: object[];
  /** How long it was, in ms, at the least and at the most. */
  lasted: { leastMs: number; mostMs: number };
}

/** As calls are measured: in whole milliseconds first, which may round half a second up. */
const wholeSeconds = (ms: number): number => Math.round(Math.round(ms) / 1000);

/** All that a call leaves behind is in the database, once, and nowhere else. */
async function expectComplete(callId: string, { endReason, conversation, lasted }: ExpectedCall): Promise<void> {
  await expect
    .poll(
      () =>
        callRow(callId).then(
          ({ ended_at }) => ended_at,
          () => null,
        ),
      { timeout: PATIENCE_MS },
    )
    .not.toBeNull();
  await expect.poll(keptCalls, { timeout: PATIENCE_MS }).toEqual([]);
  const row = await callRow(callId);
  expect(row).toMatchObject({
    status: 'completed',
    end_reason: endReason,
    awaits_gateway: false,
    billable_minutes: 1,
    transcript: conversation,
    metadata: { usage: { inputAudioTokens: 60 }, first_audio_ms: expect.any(Number) as number },
  });
  expect(row.transcript).toHaveLength(conversation.length);
  const seconds = row.duration_seconds ?? -1;
  expect(seconds).toBeGreaterThanOrEqual(wholeSeconds(lasted.leastMs));
  expect(seconds).toBeLessThanOrEqual(wholeSeconds(lasted.mostMs));
  const measuredMs = Number(row.ended_at) - Number(row.answered_at);
  expect(Math.round(measuredMs / 1000)).toBe(seconds);

  const db = database.system;
  const usage = await db.selectFrom('usage_records').selectAll().where('call_id', '=', callId).execute();
  expect(usage).toMatchObject([
    { kind: 'voice', quantity: 1, revision: 0, reverses: null, cost_cents: row.cost_cents },
  ]);
  expect(row.cost_cents).not.toBeNull();
  const all = await db.selectFrom('events').select(['type', 'payload']).orderBy('id').execute();
  const events = all.filter(({ payload }) => (payload as { call_id?: string }).call_id === callId);
  expect(events.map(({ type }) => type)).toEqual(['call.started', 'call.completed']);
  expect(events[1]?.payload).toMatchObject({ duration_seconds: seconds, billable_minutes: 1, end_reason: endReason });
  expect(await db.selectFrom('call_sessions').select('call_id').where('call_id', '=', callId).execute()).toEqual([]);
}

test('a call whose database went away is complete, also when its gateway is killed', { timeout: 120_000 }, async () => {
  const { callId, client, begunAt } = await talkWhileDatabaseGoes();
  const hungUpAt = performance.now();
  client.hangUp();
  await client.closed;
  const lasted = { leastMs: hungUpAt - begunAt.latest, mostMs: performance.now() - begunAt.earliest };
  await gateway.logged('failed to save the end of a call');
  await gateway.kill();

  const files = await keptCalls();
  expect(files).toEqual([expect.stringContaining(callId)]);
  // What was said in it is nothing that a disk tells.
  expect(await readFile(files[0] ?? '', 'utf8')).not.toMatch(/park|Sunday|Dental/);

  await bringPostgresBack();
  expect((await callRow(callId)).ended_at).toBeNull();
  await startGateway();
  await expectComplete(callId, { endReason: 'caller_hangup', conversation: CONVERSATION, lasted });
});

test('a gateway told to end without a database says goodbye and writes the call', { timeout: 120_000 }, async () => {
  const { callId, client, voice, begunAt } = await talkWhileDatabaseGoes();
  const toldAt = performance.now();
  const exited = gateway.terminate();
  const farewell = await waitFor(
    'the farewell',
    () => voice.received.findLast(({ type }) => type === 'response.create' && voice.countOf('response.create') > 1),
    PATIENCE_MS,
  );
  expect(JSON.stringify(farewell)).toContain('Goodbye');
  voice.answer({ responseId: 'bye', itemId: 'bye', text: 'Goodbye.', audio: tone(200, 7) });
  expect((await client.closed).code).toBe(1000);
  expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'gateway_shutdown' });
  const lasted = { leastMs: toldAt - begunAt.latest, mostMs: performance.now() - begunAt.earliest };
  await gateway.logged('failed to save the end of a call');
  expect(await keptCalls()).toHaveLength(1);

  await bringPostgresBack();
  expect(await exited).toBe(0);
  await startGateway();
  await expectComplete(callId, {
    endReason: 'gateway_shutdown',
    conversation: [...CONVERSATION, { role: 'assistant', content: 'Goodbye.' }],
    lasted,
  });
});
