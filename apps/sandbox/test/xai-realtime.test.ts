import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openSpeechEngine, type SpeechEngine } from '@leadlock/voice/local';
import { silence } from '../src/audio/frames.ts';
import type { Sandbox } from '../src/sandbox.ts';
import { RealtimeClient } from './realtime-client.ts';
import { admin, startTestSandbox } from './sandbox-client.ts';

const PATH = '/xai/v1/realtime?model=grok-voice-latest';
let sandbox: Sandbox;
let engine: SpeechEngine;
let clients: RealtimeClient[] = [];
beforeAll(async () => {
  [sandbox, engine] = await Promise.all([startTestSandbox(), openSpeechEngine()]);
});
afterAll(async () => {
  await sandbox.close();
  await engine.close();
});
beforeEach(() => admin(sandbox, 'POST', '/reset'));
afterEach(() => {
  for (const client of clients) client.close();
  clients = [];
});

const SESSION = {
  instructions: 'You are the receptionist of Sunrise Dental.\nParking: there is free parking behind the building.',
  voice: 'Ara',
  turn_detection: { type: 'server_vad', threshold: 0.5, silence_duration_ms: 500, prefix_padding_ms: 300 },
  audio: {
    input: { format: { type: 'audio/pcmu' }, transcription: { model: 'grok-transcribe' }, transport: 'json' },
    output: { format: { type: 'audio/pcmu' }, transport: 'json' },
  },
};
async function connect(): Promise<RealtimeClient> {
  const client = await RealtimeClient.connect(sandbox, PATH, 'xai-sandbox');
  clients.push(client);
  return client;
}
async function openSession(): Promise<RealtimeClient> {
  const client = await connect();
  client.send({ type: 'session.update', session: SESSION });
  await client.event('session.updated');
  return client;
}
const words = async (text: string): Promise<Uint8Array> =>
  Buffer.concat([silence(400), await engine.synthesize(text, 'rms'), silence(1200)]);
const force = (text: string, interruptible = true) => ({
  type: 'conversation.item.create',
  item: { type: 'force_message', role: 'assistant', content: [{ type: 'output_text', text }], interruptible },
});

describe('connecting', () => {
  test('needs its own key, and no model', async () => {
    const headers = { authorization: 'Bearer sk-sandbox' };
    expect((await RealtimeClient.refusal(sandbox, PATH, headers)).status).toBe(401);
    const client = await RealtimeClient.connect(sandbox, '/xai/v1/realtime', 'xai-sandbox');
    clients.push(client);
    expect((await client.event('session.created')).session).toMatchObject({ model: 'grok-voice-latest', voice: 'eve' });
    expect(client.events.map((event) => event.type)).toEqual(['conversation.created', 'session.created']);
  });
});

describe('session.update', () => {
  test.each([
    ['OpenAI’s type', { type: 'realtime' }],
    ['OpenAI’s place for turn detection', { audio: { input: { turn_detection: { type: 'server_vad' } } } }],
    ['semantic turn detection', { turn_detection: { type: 'semantic_vad' } }],
    ['a threshold beyond its range', { turn_detection: { type: 'server_vad', threshold: 0.95 } }],
    ['a rate it does not know', { audio: { input: { format: { type: 'audio/pcm', rate: 22_050 } } } }],
    ['an unknown voice', { voice: 'bob' }],
  ])('is refused with %s', async (_what, session) => {
    const client = await connect();
    const error = await client.refused({ type: 'session.update', session });
    expect(error).toMatchObject({ type: 'invalid_request_error' });
    expect(client.all('session.updated')).toEqual([]);
  });
});

describe('a conversation', { timeout: 60_000 }, () => {
  test('tells the caller’s words several times before it answers, with the usage beside the response', async () => {
    const client = await openSession();
    client.speak(await words('Is there any parking?'));
    const done = await client.event('response.done');
    const completed = client.all('conversation.item.input_audio_transcription.completed');
    expect(completed.map((event) => event.status)).toEqual(['in_progress', 'completed']);
    expect(completed[1]?.transcript).toMatch(/parking/i);
    const firstAudio = client.events.findIndex((event) => event.type === 'response.output_audio.delta');
    expect(client.events.indexOf(completed[1] ?? { type: '' })).toBeLessThan(firstAudio);
    expect((await client.event('response.output_audio_transcript.done')).transcript).toMatch(/free parking/i);
    expect(done.usage).toMatchObject({ output_token_details: { audio_tokens: expect.any(Number) } });
    expect(done.response).not.toHaveProperty('usage');
    expect(client.all('rate_limits.updated')).toEqual([]);
  });

  test('speaks a forced message as it is, one after the other', async () => {
    const client = await openSession();
    client.send(force('This call is recorded.'));
    client.send(force('How can I help you?'));
    await client.event('response.done', 1);
    const spoken = client.all('response.output_audio_transcript.done').map((event) => event.transcript);
    expect(spoken).toEqual(['This call is recorded.', 'How can I help you?']);
    expect(client.all('error')).toEqual([]);
  });

  test('does not hear the caller while a message plays that may not be interrupted', async () => {
    const client = await openSession();
    client.send(force('This call is recorded for training purposes and quality assurance.', false));
    await client.event('response.output_audio.delta');
    client.speak(await words('Is there any parking?'));
    await client.event('response.done');
    const playedMs = client.audio().length / 8;
    await new Promise((resolve) => setTimeout(resolve, playedMs));
    expect(client.all('input_audio_buffer.speech_started')).toEqual([]);
    client.speak(await words('Is there any parking?'));
    await client.event('input_audio_buffer.speech_started');
  });

  test('goes on speaking when it is interrupted, until it is told to stop', async () => {
    const client = await openSession();
    client.send(force('We are open every day. '.repeat(12)));
    const { item_id: itemId } = await client.event('response.output_audio.delta', 2);
    client.speak((await words('Stop, please, I have a question.')).subarray(0, 8000));
    await client.event('input_audio_buffer.speech_started');
    const soFar = client.all('response.output_audio.delta').length;
    await client.event('response.output_audio.delta', soFar + 2);
    client.send({ type: 'conversation.item.truncate', item_id: itemId, content_index: 0, audio_end_ms: 1e6 });
    client.send({ type: 'response.cancel' });
    const done = await client.event('response.done');
    expect(done.response).toMatchObject({ status: 'cancelled' });
    expect([...client.all('error'), ...client.all('conversation.item.truncated')]).toEqual([]);
    expect(await client.refused({ type: 'response.cancel' })).toMatchObject({
      message: 'Cancellation failed: no active response found',
    });
  });
});

const WEATHER = 'What is the weather in Springfield today?';
const CLOSED = 'Is Bright Smile Dental closed this Friday?';
test.each<[string, object[], string[]]>([
  [WEATHER, [{ type: 'web_search' }], ['sunny']],
  [WEATHER, [{ type: 'x_search' }], []],
  [CLOSED, [{ type: 'x_search', allowed_x_handles: ['BrightSmile'] }], ['training']],
  [CLOSED, [{ type: 'x_search', allowed_x_handles: ['somebody'] }], []],
])('%s is looked up with %j', async (text, tools, found) => {
  const client = await openSession();
  client.send({ type: 'session.update', session: { tools } });
  const item = { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
  client.send({ type: 'conversation.item.create', item });
  client.send({ type: 'response.create' });
  await client.event('response.done');
  const said = client.all('response.output_audio_transcript.done').map(({ transcript }) => transcript);
  expect(['sunny', 'training'].filter((word) => said.join(' ').includes(word))).toEqual(found);
});
