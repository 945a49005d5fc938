import { silentLogger } from '@leadlock/observability/logger';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { HistoryItem } from '../../contracts/realtime-provider.ts';
import { createOpenAiProvider } from '../../realtime/openai/index.ts';
import { createXaiProvider } from '../../realtime/xai/index.ts';
import { ProviderRecorder, sampleSessionConfig, ScriptedRealtimeServer, tone, waitFor } from '../../testing/index.ts';
import { VoiceSide } from './voice-side.ts';

let server: ScriptedRealtimeServer;
let heard: ProviderRecorder;
let lost: string[];
let history: HistoryItem[];
let voice: VoiceSide;
const service = (model: string) => ({ url: server.url, apiKey: 'k', model });
const frames = (audio: Buffer): Buffer[] =>
  [...Array(audio.length / 160).keys()].map((at) =>
    Buffer.from(audio.subarray(at * 160, (at + 1) * 160).toString('base64'), 'latin1'),
  );

beforeEach(async () => {
  server = await ScriptedRealtimeServer.start();
  heard = new ProviderRecorder();
  lost = [];
  history = [];
  voice = new VoiceSide({
    voice: { provider: createOpenAiProvider(service('gpt-realtime')), config: sampleSessionConfig() },
    listener: {
      onReady: () => heard.onReady(),
      onItemStarted: (itemId) => heard.onItemStarted(itemId),
      onAudio: (audio) => heard.onAudio(audio),
      onSpeechStarted: () => heard.onSpeechStarted(),
      onSpeechStopped: () => heard.onSpeechStopped(),
      onUserTranscript: (itemId, text, final) => heard.onUserTranscript(itemId, text, final),
      onAgentTranscript: (itemId, text, final) => heard.onAgentTranscript(itemId, text, final),
      onToolCall: (call) => heard.onToolCall(call),
      onResponseDone: (status, usage, end) => heard.onResponseDone(status, usage, end),
      onLost: ({ reason }) => lost.push(reason),
    },
    history: () => history,
    now: () => performance.now(),
    log: silentLogger,
  });
});
afterEach(async () => {
  voice.close();
  await server.close();
});

test('goes on with another provider, which is told the conversation and hears what was said in between', async () => {
  voice.open();
  const first = await server.connection();
  await waitFor('the first', () => heard.ready === 1);
  first.closeWith(1011);
  await waitFor('its loss', () => lost.length === 1);
  expect(lost).toEqual(['closed_1011']);

  history = [{ kind: 'said', by: 'caller', text: 'Are you there?' }];
  server.mute = true;
  voice.holdAnswers(true);
  const config = sampleSessionConfig({ voice: 'ara' });
  voice.open({ provider: createXaiProvider(service('grok-voice-latest')), config });
  for (const frame of frames(tone(200))) voice.sendAudio(frame);
  const second = await server.connection(1);
  expect(second.request.url).toContain('grok-voice-latest');
  expect(await second.expect('session.update')).toMatchObject({ session: { voice: 'ara' } });
  expect(await second.expect('conversation.item.create')).toMatchObject({ item: { role: 'user' } });
  second.send({ type: 'session.updated' });
  await waitFor('what the caller said', () => second.audio.length === 1600);
  expect(second.audio).toEqual(tone(200));
  expect(voice.providerName).toBe('xai');

  // What was held back before still is.
  second.answer({ responseId: 'r1', itemId: 'a1', text: 'Yes', audio: tone(100) });
  await second.expect('response.cancel');
  voice.holdAnswers(false);
  second.answer({ responseId: 'r2', itemId: 'a2', text: 'I am.', audio: tone(100, 5) });
  await waitFor('the answer', () => heard.audio.length === 800);
  expect(heard.audio).toEqual(tone(100, 5));
});

test('reports nothing of a session that was given up, and does nothing once closed', async () => {
  voice.open();
  const first = await server.connection();
  await waitFor('the first', () => heard.ready === 1);
  voice.open();
  first.answer({ responseId: 'r1', itemId: 'a1', text: 'Late', audio: tone(100) });
  expect(await first.closed).toBe(1000);
  await waitFor('the second', () => heard.ready === 2);
  const second = await server.connection(1);
  voice.close();
  voice.speak('Hello');
  for (const frame of frames(tone(100))) voice.sendAudio(frame);
  expect(await second.closed).toBe(1000);
  expect([heard.items, lost, second.payloads]).toEqual([[], [], []]);
});

test('forgets what the caller said while a session was prepared that was then refused', async () => {
  voice.open();
  const first = await server.connection();
  await waitFor('the first', () => heard.ready === 1);
  server.mute = true;
  const refusals: string[] = [];
  const prepare = (): void =>
    voice.prepareNext(
      voice.voice,
      () => true,
      ({ reason }) => refusals.push(reason),
    );
  prepare();
  for (const frame of frames(tone(200))) voice.sendAudio(frame);
  (await server.connection(1)).closeWith(1011);
  await waitFor('the refusal', () => refusals.length === 1);
  prepare();
  for (const frame of frames(tone(100, 5))) voice.sendAudio(frame);
  const third = await server.connection(2);
  third.send({ type: 'session.updated' });
  await waitFor('what the caller said since', () => third.audio.length > 0);
  expect(third.audio).toEqual(tone(100, 5));
  await waitFor('the end of the first', () => first.audio.length === 2400);
});

test('loses its session when it is told to, as if the provider had gone away', async () => {
  voice.kill();
  expect(lost).toEqual([]);
  voice.open();
  const first = await server.connection();
  await waitFor('the session', () => heard.ready === 1);
  voice.kill();
  expect(lost).toEqual(['killed_for_a_test']);
  await first.closed;
  expect(lost).toHaveLength(1);
});
