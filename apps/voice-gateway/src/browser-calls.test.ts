import { silentLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createVoiceMetrics, type VoiceMetrics } from '@leadlock/observability/voice-metrics';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import {
  BrowserCallClient,
  MediaStreamsClient,
  ScriptedRealtimeServer,
  tone,
  waitFor,
  type BrowserCallClientOptions,
  type ScriptedRealtimeConnection,
} from '@leadlock/voice/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryDesk } from '../test/memory-desk.ts';
import { startGateway, type Gateway } from './gateway.ts';

const APOLOGY = Uint8Array.from({ length: 1600 }, (_, index) => index % 200);
const TEN_WORDS = 'one two three four five six seven eight nine ten';

let provider: ScriptedRealtimeServer;
let desk: MemoryDesk;
let gateway: Gateway;
let metrics: VoiceMetrics;

beforeEach(async () => {
  provider = await ScriptedRealtimeServer.start();
  desk = new MemoryDesk();
  const { registry } = createMetrics({ service: 'voice-gateway' });
  metrics = createVoiceMetrics(registry);
  gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    desk,
    providerFor: ({ model }) => createOpenAiProvider({ url: provider.url, apiKey: 'sk-test', model }),
    apology: () => Promise.resolve(APOLOGY),
    registry,
    metrics,
    log: silentLogger,
    startTimeoutMs: 300,
  });
});
afterEach(async () => {
  await gateway.close();
  await provider.close();
});

const address = (path: string): string => `ws://127.0.0.1:${gateway.port}${path}`;
const connect = (token: string | null, options?: BrowserCallClientOptions): Promise<BrowserCallClient> =>
  BrowserCallClient.connect(address('/browser'), token, options);
const issue = (changes: Parameters<MemoryDesk['issue']>[1] = {}) =>
  desk.issue('t1', { callSid: null, record: false, ...changes });
const completed = () => waitFor('the end', () => desk.completed[0]);

/** A call in the browser whose provider is configured. */
async function call(
  changes: Parameters<MemoryDesk['issue']>[1] = {},
  options?: BrowserCallClientOptions,
): Promise<[BrowserCallClient, ScriptedRealtimeConnection]> {
  issue(changes);
  const client = await connect('t1', options);
  const voice = await provider.connection();
  await voice.expect('session.update');
  await client.message({ type: 'ready' });
  return [client, voice];
}

describe('a call in the browser', () => {
  test('is heard and seen, and its end is written and told', async () => {
    const [client, voice] = await call();
    expect(client.messages).toEqual([{ type: 'ready', call_id: 'call-t1' }]);
    client.sendAudio(tone(200));
    await waitFor('the caller', () => voice.audio.length === 1600);
    expect(voice.audio).toEqual(tone(200));
    voice.callerTurn('u1', 'Can I book?');
    voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Of course.', audio: tone(100) });
    await client.heardAtLeast(100);
    await client.message({ type: 'transcript', role: 'agent', final: true });
    client.hangUp();
    expect(await client.closed).toMatchObject({ code: 1000 });
    expect(client.received).toEqual(tone(100));
    expect(await completed()).toMatchObject({
      status: 'completed',
      endReason: 'caller_hangup',
      transcript: [{ content: 'Can I book?' }, { content: 'Of course.' }],
    });
    expect(client.all('transcript').filter(({ final }) => final)).toEqual([
      { type: 'transcript', role: 'user', item_id: 'u1', text: 'Can I book?', final: true },
      { type: 'transcript', role: 'agent', item_id: 'a1', text: 'Of course.', final: true },
    ]);
    expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'caller_hangup' });
    expect(desk.recordings).toEqual([]);
    expect(metrics.frames).toMatchObject({ fromCaller: 10, toCaller: 1, malformed: 0 });
  });

  test('shows what the agent does', async () => {
    const [client, voice] = await call();
    voice.callTool('r1', { id: 'c1', name: 'send_sms', arguments: '{"message":"Hi"}' });
    expect(await client.message({ type: 'tool_result' })).toEqual({
      type: 'tool_result',
      id: 'c1',
      success: true,
      result: { ok: true },
    });
    expect(client.all('tool_call')).toEqual([
      { type: 'tool_call', id: 'c1', name: 'send_sms', arguments: { message: 'Hi' } },
    ]);
    expect(desk.toolCalls).toHaveLength(1);
    client.hangUp();
    expect(await completed()).toMatchObject({ toolCalls: [{ id: 'c1', status: 'done' }] });
  });

  test('is interrupted by speech: queued audio is dropped, and the words are cut to what was heard', async () => {
    const [client, voice] = await call({}, { playback: 'manual' });
    const answer = { responseId: 'r1', itemId: 'a1', text: TEN_WORDS, audio: tone(2000) };
    voice.callerTurn('u1', 'Count to ten');
    voice.beginAnswer(answer);
    voice.sendSpeech(answer);
    await waitFor('all marks', () => client.all('mark').length === 5);
    client.play(1200);
    await client.settled();
    voice.callerStarts('u2');
    await voice.expect('response.cancel');
    await client.message({ type: 'clear' });
    const cut = await client.message({ type: 'transcript', role: 'agent', final: true });
    expect(cut).toMatchObject({ item_id: 'a1', text: expect.stringMatching(/^one two three four five( |$)/) });
    expect(cut['text']).not.toContain('ten');
    client.hangUp();
    const { transcript, interruptions } = await completed();
    expect(interruptions).toBe(1);
    expect(transcript.at(-1)).toMatchObject({ content: cut['text'], interrupted: true });
  });

  test('is held by writing alone', async () => {
    const [client, voice] = await call({ maxSilenceSeconds: 1 });
    for (let turn = 1; turn <= 3; turn++) {
      client.type(`Question ${turn}`);
      const item = await voice.expect('conversation.item.create');
      expect(item.item).toMatchObject({ role: 'user', content: [{ text: `Question ${turn}` }] });
      await voice.expect('response.create');
      voice.answer({ responseId: `r${turn}`, itemId: `a${turn}`, text: `Answer ${turn}`, audio: tone(700) });
      await client.message({ type: 'transcript', item_id: `a${turn}`, final: true });
    }
    client.hangUp();
    const { transcript, turnLatenciesMs, endReason, framesFromCaller } = await completed();
    expect(endReason).toBe('caller_hangup');
    expect(framesFromCaller).toBe(0);
    expect(transcript.map(({ role, content }) => `${role}: ${content}`)).toEqual(
      [1, 2, 3].flatMap((turn) => [`user: Question ${turn}`, `assistant: Answer ${turn}`]),
    );
    expect(turnLatenciesMs).toHaveLength(3);
    expect(client.all('transcript').filter(({ role }) => role === 'user')).toMatchObject(
      [1, 2, 3].map((turn) => ({ item_id: `typed_${turn}`, text: `Question ${turn}`, final: true })),
    );
  });

  test('is not ended as silent while somebody writes, and is when nobody does', async () => {
    const [client] = await call({ maxSilenceSeconds: 1 });
    const startedAt = performance.now();
    const typing = setInterval(() => client.send({ type: 'typing' }), 200);
    await waitFor('two seconds of writing', () => performance.now() - startedAt > 2000);
    expect(client.all('ended')).toEqual([]);
    clearInterval(typing);
    expect(await client.message({ type: 'ended' })).toMatchObject({ reason: 'silence' });
  });

  test('is interrupted by writing', async () => {
    const [client, voice] = await call({}, { playback: 'manual' });
    const answer = { responseId: 'r1', itemId: 'a1', text: TEN_WORDS, audio: tone(2000) };
    voice.beginAnswer(answer);
    voice.sendSpeech(answer);
    await client.receivedAtLeast(2000);
    client.type('Stop');
    await voice.expect('response.cancel');
    await client.message({ type: 'clear' });
    await voice.expect('conversation.item.truncate');
    await voice.expect('conversation.item.create');
    voice.finishAnswer(answer, 'cancelled');
    await voice.expect('response.create');
    client.hangUp();
    expect((await completed()).interruptions).toBe(1);
  });

  test('hands over keys', async () => {
    const [client, voice] = await call();
    client.send({ type: 'dtmf', digit: '5' });
    expect(JSON.stringify(await voice.expect('conversation.item.create'))).toContain('pressed 5');
  });

  test('goes on after garbage, which is counted', async () => {
    const [client, voice] = await call();
    client.sendRaw('garbage', false);
    client.sendRaw(Buffer.alloc(7), true);
    client.sendAudio(tone(20));
    await waitFor('the good frame', () => voice.audio.length === 160);
    client.hangUp();
    await waitFor('the end', () => gateway.activeCalls === 0);
    expect(metrics.frames.malformed).toBe(2);
  });

  test.each<[string, string, (client: BrowserCallClient) => void]>([
    ['a connection that breaks', 'connection_lost', (client) => client.drop()],
    ['a flood of frames', 'connection_lost', (client) => client.sendAudio(Buffer.alloc(1100 * 160, 0xff))],
    ['a message that is too long', 'connection_lost', (client) => client.sendRaw('x'.repeat(20_000), false)],
  ])('ends with %s, and all that was said is written', async (_, endReason, end) => {
    const [client, voice] = await call();
    voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Hello', audio: tone(100) });
    await client.message({ type: 'transcript', role: 'agent', final: true });
    end(client);
    expect(await completed()).toMatchObject({ status: 'completed', endReason, transcript: [{ content: 'Hello' }] });
    await waitFor('the call to be forgotten', () => gateway.activeCalls === 0);
  });

  test('tells why it ended when the agent ends it', async () => {
    const [client, voice] = await call();
    voice.callTool('r1', { id: 'e', name: 'end_call', arguments: '{}' });
    await voice.expect('conversation.item.create');
    await voice.expect('response.create');
    voice.answer({ responseId: 'r2', itemId: 'a2', text: 'Goodbye', audio: tone(100) });
    expect((await client.closed).code).toBe(1000);
    expect(client.heard).toEqual(tone(100));
    expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'agent_hangup' });
  });

  test('apologizes when its provider refuses', async () => {
    provider.refuseWith = 401;
    issue();
    const client = await connect('t1');
    expect((await client.closed).code).toBe(1000);
    expect(client.heard).toEqual(Buffer.from(APOLOGY));
    expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'provider_refused' });
    expect((await completed()).status).toBe('failed');
  });
});

describe('a browser', () => {
  test.each([
    ['an unknown token', 'nobody'],
    ['a phone’s token', 'phone'],
  ])('with %s is closed with 1008', async (_, token) => {
    desk.issue('phone');
    const client = await connect(token);
    expect((await client.closed).code).toBe(1008);
    expect(client.messages).toEqual([]);
    expect(provider.connections).toEqual([]);
  });

  test('cannot use a token a second time', async () => {
    await call();
    expect((await (await connect('t1')).closed).code).toBe(1008);
    expect(gateway.activeCalls).toBe(1);
  });

  test('that shows no token is closed with 1008', async () => {
    expect((await (await connect(null)).closed).code).toBe(1008);
  });

  test('whose call cannot be looked up is closed with 1011', async () => {
    desk.lookUp = () => Promise.reject(new Error('The database is away'));
    issue();
    expect((await (await connect('t1')).closed).code).toBe(1011);
  });

  test('that left during the look-up leaves a call that is completed', async () => {
    const lookUp = Promise.withResolvers<void>();
    desk.lookUp = () => lookUp.promise;
    issue();
    const client = await connect('t1');
    await client.settled();
    client.drop();
    await client.closed;
    lookUp.resolve();
    expect(await completed()).toMatchObject({ endReason: 'connection_lost' });
  });

  test('cannot pass for a phone', async () => {
    issue();
    const phone = await MediaStreamsClient.connect(address('/media'), { customParameters: { token: 't1' } });
    expect((await phone.closed).code).toBe(1008);
  });
});

test('a gateway that drains refuses browsers with 1013, and says goodbye to those it has', async () => {
  const [client, voice] = await call();
  voice.callerSaid('u1', 'Hello');
  await client.message({ type: 'transcript', role: 'user' });
  const drained = gateway.drain(0);
  desk.issue('t2', { callSid: null });
  expect((await (await connect('t2')).closed).code).toBe(1013);
  await voice.expect('response.create');
  voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye', audio: tone(100) });
  await drained;
  expect((await client.closed).code).toBe(1000);
  expect(client.heard).toEqual(tone(100));
  expect(client.messages.at(-1)).toEqual({ type: 'ended', reason: 'gateway_shutdown' });
  expect(desk.completed).toMatchObject([{ status: 'completed', endReason: 'gateway_shutdown' }]);
});
