import { once } from 'node:events';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { waitFor } from '@leadlock/voice/testing';
import { WebSocket } from 'ws';
import { silence } from '../src/audio/frames.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { RealtimeClient, type Event } from './realtime-client.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

const PATH = '/openai/v1/realtime?model=gpt-realtime';
const KEY = 'sk-sandbox';
const SENTENCE = 'Say exactly: We open at nine, and we close at five. We are closed on Sundays.';

let sandbox: Sandbox;
let engine: SpeechEngine;
let client: RealtimeClient | null = null;
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});
beforeEach(() => admin(sandbox, 'POST', '/reset'));
afterEach(() => client?.close());

const fault = (body: Record<string, unknown>) => admin(sandbox, 'POST', '/openai/faults', body);

async function connect(): Promise<RealtimeClient> {
  client = await RealtimeClient.connect(sandbox, PATH, KEY);
  client.send({
    type: 'session.update',
    session: { type: 'realtime', audio: { input: { format: { type: 'audio/pcmu' } } } },
  });
  await client.event('session.updated');
  return client;
}

/** Asks for the `index`-th answer and waits for its end. */
async function answer(session: RealtimeClient, index = 0): Promise<Event> {
  session.send({ type: 'response.create', response: { instructions: SENTENCE } });
  return (await session.event('response.done', index)).response as Event;
}

describe('an answer', () => {
  test('fails because there are too many, as often as asked for', async () => {
    await fault({ kind: 'rate-limit', retryAfterMs: 1500, count: 2 });
    const session = await connect();
    for (const index of [0, 1]) {
      const { status, status_details } = await answer(session, index);
      expect([status, status_details]).toMatchObject([
        'failed',
        { error: { code: 'rate_limit_exceeded', message: expect.stringContaining('try again in 1.5s') } },
      ]);
    }
    expect((await answer(session, 2)).status).toBe('completed');
  });

  test.each([
    [{ kind: 'incomplete', afterMs: 600, reason: 'content_filter' }, 'incomplete', { reason: 'content_filter' }],
    [{ kind: 'failed', afterMs: 600 }, 'failed', { error: { type: 'server_error' } }],
  ])('is cut in the middle: %j', async (body, status, details) => {
    await fault(body);
    const session = await connect();
    expect(await answer(session)).toMatchObject({ status, status_details: details });
    expect(session.all('response.output_audio.delta')).toHaveLength(3);
  });

  test('has words and no sound', async () => {
    await fault({ kind: 'words-only' });
    const session = await connect();
    expect((await answer(session)).status).toBe('completed');
    expect(session.all('response.output_text.delta').length).toBeGreaterThan(0);
    expect(session.all('response.output_audio.delta')).toEqual([]);
  });

  test('never comes, or never ends, and the next one does', async () => {
    await fault({ kind: 'no-answer' });
    await fault({ kind: 'no-done' });
    const session = await connect();
    session.send({ type: 'response.create', response: { instructions: SENTENCE } });
    await session.event('response.created');
    session.send({ type: 'response.cancel' });
    await session.event('response.done');
    session.send({ type: 'response.create', response: { instructions: SENTENCE } });
    await session.event('response.output_audio.done');
    expect((await answer(session, 1)).status).toBe('completed');
    expect(session.all('response.created')).toHaveLength(3);
  });
});

test('the end of a turn goes unnoticed', async () => {
  await fault({ kind: 'no-stop' });
  const session = await connect();
  const spoken = await engine.synthesize('What are your opening hours?', 'rms');
  session.speak(Buffer.concat([silence(400), spoken, silence(2000)]));
  await session.event('input_audio_buffer.speech_started');
  session.speak(Buffer.concat([silence(400), spoken, silence(2000)]));
  await session.event('input_audio_buffer.speech_stopped');
  expect(session.all('input_audio_buffer.speech_started')).toHaveLength(2);
  expect(session.all('input_audio_buffer.speech_stopped')).toHaveLength(1);
});

describe('a connection', () => {
  test('is refused with the time to wait', async () => {
    await fault({ kind: 'refuse', status: 429, retryAfterSeconds: 2, message: 'Too many sessions' });
    const socket = new WebSocket(sandbox.url.replace('http', 'ws') + PATH);
    const [, response] = await once(socket, 'unexpected-response');
    expect([response.statusCode, response.headers['retry-after']]).toEqual([429, '2']);
    response.destroy();
  });

  test('is closed with a reason', async () => {
    await fault({ kind: 'close', afterMs: 20, code: 1013, reason: 'try again later' });
    const session = await connect();
    await waitFor('the close', () => session.closeCode);
    expect(session.closeCode).toBe(1013);
  });

  test('never gets an answer to its handshake', async () => {
    await fault({ kind: 'stall' });
    const headers = { authorization: `Bearer ${KEY}` };
    const socket = new WebSocket(sandbox.url.replace('http', 'ws') + PATH, { headers, handshakeTimeout: 200 });
    const [error] = await once(socket, 'error');
    expect(String(error)).toContain('timed out');
    await admin(sandbox, 'POST', '/reset');
    await connect();
  });
});
