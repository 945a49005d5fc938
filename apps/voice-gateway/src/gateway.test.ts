import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { silentLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createVoiceMetrics, type VoiceMetrics } from '@leadlock/observability/voice-metrics';
import { OWN_SENTENCES } from '@leadlock/voice/session';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import {
  MediaStreamsClient,
  ScriptedRealtimeServer,
  waitFor,
  type MediaStreamsClientOptions,
} from '@leadlock/voice/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { MemoryDesk } from '../test/memory-desk.ts';
import { startGateway, type Gateway } from './gateway.ts';

const APOLOGY = Uint8Array.from({ length: 1600 }, (_, index) => index % 200);
const ownWords = (text: string): Uint8Array =>
  Uint8Array.from({ length: 800 }, (_, index) => (index + text.length) % 255);
const tone = (ms: number): Buffer => Buffer.from(Uint8Array.from({ length: ms * 8 }, (_, i) => (i * 3) % 251));

let provider: ScriptedRealtimeServer;
let desk: MemoryDesk;
const METRICS_TOKEN = 'a-token-for-prometheus';
const TOKEN = { headers: { authorization: `Bearer ${METRICS_TOKEN}` } };
let gateway: Gateway;
let metrics: VoiceMetrics;
let clients: MediaStreamsClient[];

beforeEach(async () => {
  clients = [];
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
    metricsToken: METRICS_TOKEN,
    log: silentLogger,
    startTimeoutMs: 300,
    claimPatienceMs: 3500,
    ownVoice: (text) => Promise.resolve(ownWords(text)),
    maxWaiting: 3,
  });
});
afterEach(async () => {
  await gateway.close();
  await provider.close();
});

const address = (path: string, scheme = 'ws'): string => `${scheme}://127.0.0.1:${gateway.port}${path}`;

async function connect(token: string | null, options: MediaStreamsClientOptions = {}): Promise<MediaStreamsClient> {
  const client = await MediaStreamsClient.connect(address('/media'), {
    callSid: `CA${token}`,
    customParameters: token === null ? {} : { token },
    ...options,
  });
  clients.push(client);
  return client;
}

describe('a call that is announced before its stream is there', () => {
  const GREETING = 'Welcome to Acme.';

  test('is greeted at once by a voice that was opened meanwhile', async () => {
    desk.issue('t1', { speaksFirst: true, greeting: GREETING });
    gateway.announce('call-t1');
    const voice = await provider.connection();
    await waitFor('the greeting to be asked for', () => voice.countOf('response.create') === 1);
    voice.answer({ responseId: 'r1', itemId: 'a1', text: GREETING, audio: tone(100) });
    const client = await connect('t1');
    await client.heardAtLeast(100);
    expect(client.heard).toEqual(tone(100));
    client.hangUp();
    const result = await waitFor('the end', () => desk.completed[0]);
    expect(result.transcript).toMatchObject([{ content: GREETING }]);
    expect([provider.connections.length, voice.countOf('response.create')]).toEqual([1, 1]);
    expect(await (await fetch(address('/metrics', 'http'), TOKEN)).text()).toContain(
      'voice_prewarmed_sessions_total{fate="used"',
    );
  });

  test.each([
    ['is over', () => gateway.carrierEnded('call-t1')],
    ['is at another gateway', () => gateway.callWentElsewhere('call-t1')],
  ])('and %s before that costs no more than what was opened', async (_, tell) => {
    desk.issue('t1', { speaksFirst: true, greeting: GREETING });
    gateway.announce('call-t1');
    const voice = await provider.connection();
    await voice.expect('session.update');
    tell();
    expect(await voice.closed).toBe(1000);
  });

  test('and was changed since is held by a voice of its own', async () => {
    desk.issue('t1', { speaksFirst: true, greeting: GREETING });
    gateway.announce('call-t1');
    const voice = await provider.connection();
    await voice.expect('session.update');
    desk.issue('t1', { speaksFirst: true, greeting: 'Good evening.' });
    await connect('t1');
    expect(await voice.closed).toBe(1000);
    const other = await provider.connection(1);
    await waitFor('the greeting', () => JSON.stringify(other.received).includes('Good evening.'));
  });
});

describe('a call that loses its provider', () => {
  test('goes on with another one, which is told in metrics', async () => {
    const setup = desk.issue('t1');
    const { providerName, session } = setup;
    desk.issue('t1', { fallbacks: [{ providerName, session, model: 'gpt-realtime-mini' }] });
    const client = await connect('t1');
    const first = await provider.connection();
    await first.expect('session.update');
    first.callerTurn('u1', 'Hello?');
    await waitFor('the turn', () => desk.saved.length > 0);
    first.drop();
    const second = await provider.connection(1);
    expect(second.request.url).toContain('gpt-realtime-mini');
    second.answer({ responseId: 'r1', itemId: 'a1', text: 'Sorry. Hello.', audio: tone(100) });
    await client.heardAtLeast(100);
    client.hangUp();
    const { voices } = await waitFor('the end', () => desk.completed[0]);
    expect(voices.map(({ model }) => model)).toEqual(['gpt-realtime', 'gpt-realtime-mini']);
    expect(await (await fetch(address('/metrics', 'http'), TOKEN)).text()).toMatch(
      /voice_failovers_total\{from="openai",to="openai",cause="lost".*\} 1/,
    );
  });
});

describe('a stream', () => {
  test('with a valid token becomes a call, and its end is written', async () => {
    desk.issue('t1');
    const client = await connect('t1');
    const voice = await provider.connection();
    await voice.expect('session.update');
    client.sendAudio(tone(200));
    await waitFor('the caller', () => voice.audio.length === 1600);
    voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Hello', audio: tone(100) });
    await client.heardAtLeast(100);
    await waitFor('the saved turn', () => desk.saved.length > 0);
    expect(gateway.activeCalls).toBe(1);
    client.hangUp();
    const result = await waitFor('the end', () => desk.completed[0]);
    expect(result).toMatchObject({
      status: 'completed',
      endReason: 'caller_hangup',
      transcript: [{ content: 'Hello' }],
    });
    await waitFor('the call to be forgotten', () => gateway.activeCalls === 0);
    expect(desk.recordings).toEqual(['call-t1']);
    expect(metrics.frames).toMatchObject({ fromCaller: 10, toCaller: 1 });
    expect(await (await fetch(address('/metrics', 'http'), TOKEN)).text()).toContain(
      'voice_calls_total{provider="openai",outcome="completed"',
    );
  });

  test.each([
    ['no token', null, {}],
    ['an unknown token', 'nobody', {}],
    ["another call's token", 't1', { callSid: 'CAother' }],
  ])('with %s is closed with 1008', async (_, token, options) => {
    desk.issue('t1');
    const client = await connect(token, options);
    expect((await client.closed).code).toBe(1008);
    expect(provider.connections).toEqual([]);
    expect(gateway.activeCalls).toBe(0);
  });

  test('cannot use a token a second time', async () => {
    desk.issue('t1');
    await connect('t1');
    await provider.connection();
    expect((await (await connect('t1')).closed).code).toBe(1008);
    expect(gateway.activeCalls).toBe(1);
  });

  test('that never starts is closed with 1008', async () => {
    const client = await MediaStreamsClient.connect(address('/media'), {}, 'silent');
    expect((await client.closed).code).toBe(1008);
  });

  test('that does not say which call it is gives way to those who come later', async () => {
    const silent = () => MediaStreamsClient.connect(address('/media'), {}, 'silent');
    const first = await silent();
    const others = [await silent(), await silent()];
    desk.issue('t1');
    await connect('t1');
    expect((await first.closed).code).toBe(1006);
    await waitFor('the call', () => gateway.activeCalls === 1);
    // A call counts no more among those who wait.
    others.push(await silent());
    for (const { closed } of others) expect((await closed).code).toBe(1008);
    expect(gateway.activeCalls).toBe(1);
  });

  test('whose call cannot be looked up hears a moment and the apology, and is closed with 1011', async () => {
    desk.lookUp = () => Promise.reject(new Error('The database is away'));
    const client = await connect('t1');
    expect((await client.closed).code).toBe(1011);
    expect(client.heard).toEqual(Buffer.concat([ownWords(OWN_SENTENCES.moments[0]), APOLOGY]));
  });

  test('becomes a call when the database comes back while it waits', async () => {
    let failures = 2;
    desk.lookUp = () => (failures-- > 0 ? Promise.reject(new Error('The database is away')) : Promise.resolve());
    desk.issue('t1');
    const client = await connect('t1');
    await waitFor('the call', () => gateway.activeCalls === 1);
    client.hangUp();
    expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({ endReason: 'caller_hangup' });
  });

  test('of an account that was suspended meanwhile hears that it cannot be taken, and no provider is asked', async () => {
    desk.refusedToken = 't1';
    const client = await connect('t1');
    expect((await client.closed).code).toBe(1000);
    expect(client.heard).toEqual(Buffer.from(ownWords(OWN_SENTENCES.notAvailable)));
    expect(provider.connections).toEqual([]);
    expect(gateway.activeCalls).toBe(0);
  });

  test('whose caller hung up during the look-up is still completed', async () => {
    const lookUp = Promise.withResolvers<void>();
    desk.lookUp = () => lookUp.promise;
    desk.issue('t1');
    const client = await connect('t1');
    client.hangUp();
    await client.closed;
    lookUp.resolve();
    expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({ endReason: 'caller_hangup' });
  });

  test('with malformed frames goes on, and they are counted', async () => {
    desk.issue('t1');
    const client = await connect('t1');
    const voice = await provider.connection();
    client.sendRaw('garbage');
    client.sendRaw('{"event":"media","media":{}}');
    client.sendAudio(tone(20));
    await waitFor('the good frame', () => voice.audio.length === 160);
    client.hangUp();
    await waitFor('the end', () => gateway.activeCalls === 0);
    expect(metrics.frames.malformed).toBe(2);
  });

  test('whose provider refuses hears the apology and ends as failed', async () => {
    provider.refuseWith = 401;
    desk.issue('t1');
    const client = await connect('t1');
    await client.closed;
    expect(client.heard).toEqual(Buffer.from(APOLOGY));
    expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({
      status: 'failed',
      endReason: 'provider_refused',
    });
  });
});

test('the end of a call is written again when the database was away', async () => {
  desk.completionFailures = 2;
  desk.issue('t1');
  (await connect('t1')).hangUp();
  expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({ endReason: 'caller_hangup' });
});

test('an operator ends a call, with a goodbye', async () => {
  desk.issue('t1');
  const client = await connect('t1');
  const voice = await provider.connection();
  await voice.expect('session.update');
  await waitFor('the call', () => gateway.activeCalls === 1);
  voice.callerSaid('u1', 'Hello');
  await waitFor('the session to be ready', () => desk.saved.length > 0);
  expect(gateway.endCall('somebody-else')).toBe(false);
  expect(gateway.endCall('call-t1')).toBe(true);
  await voice.expect('response.create');
  voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye', audio: tone(100) });
  expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({ endReason: 'ended_by_operator' });
  expect(client.heard).toEqual(tone(100));
});

test('a stream that outlives its call is closed, and the call ends as hung up', async () => {
  desk.issue('t1');
  const client = await connect('t1');
  await waitFor('the call', () => gateway.activeCalls === 1);
  gateway.carrierEnded('somebody-else');
  gateway.carrierEnded('call-t1');
  await client.closed;
  expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({ endReason: 'caller_hangup' });
});

describe('draining', () => {
  test('refuses new streams, lets running calls finish, and says so', async () => {
    desk.issue('t1');
    desk.issue('t2');
    const client = await connect('t1');
    await provider.connection();
    await waitFor('the call', () => gateway.activeCalls === 1);
    expect((await fetch(address('/health', 'http'))).status).toBe(200);
    const { length: beats } = desk.beats;
    const drained = gateway.drain(60_000);
    await waitFor('the database to be told', () => desk.beats.length > beats, 1000);
    expect((await fetch(address('/health', 'http'))).status).toBe(503);
    expect((await (await connect('t2')).closed).code).toBe(1013);
    client.hangUp();
    await drained;
    expect(desk.completed).toMatchObject([{ endReason: 'caller_hangup' }]);
  });

  test('ends what does not finish in time, with a goodbye', async () => {
    desk.issue('t1');
    const client = await connect('t1');
    const voice = await provider.connection();
    await voice.expect('session.update');
    await waitFor('the call', () => gateway.activeCalls === 1);
    voice.callerSaid('u1', 'Hello');
    await waitFor('the session to be ready', () => desk.saved.length > 0);
    const drained = gateway.drain(0);
    await voice.expect('response.create');
    voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye', audio: tone(100) });
    await drained;
    expect(client.heard).toEqual(tone(100));
    expect(desk.completed).toMatchObject([{ status: 'completed', endReason: 'gateway_shutdown' }]);
  });

  test('waits for no call in a process that is about to die', async () => {
    desk.issue('t1');
    await connect('t1');
    const voice = await provider.connection();
    await voice.expect('session.update');
    await waitFor('the call', () => gateway.activeCalls === 1);
    voice.callerSaid('u1', 'Hello');
    await waitFor('the session to be ready', () => desk.saved.length > 0);
    const crash = new AbortController();
    const drained = gateway.drain(600_000, crash.signal);
    crash.abort();
    await voice.expect('response.create');
    voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye', audio: tone(100) });
    await drained;
    expect(desk.completed).toMatchObject([{ status: 'completed', endReason: 'gateway_shutdown' }]);
  });
});

test('health is told to clients that offer another HTTP', async () => {
  const headers = { connection: 'Upgrade, HTTP2-Settings', upgrade: 'h2c', 'http2-settings': '' };
  const asked = request(address('/health', 'http'), { headers }).end();
  const [response] = (await once(asked, 'response')) as [IncomingMessage];
  expect(response.statusCode).toBe(200);
  response.resume();
});

test('other paths are not served', async () => {
  await expect(MediaStreamsClient.connect(address('/other'))).rejects.toThrow('404');
  expect((await fetch(address('/other', 'http'))).status).toBe(404);
  expect((await fetch(address('/metrics', 'http'))).status).toBe(401);
  expect((await fetch(address('/metrics', 'http'), TOKEN)).status).toBe(200);
});

describe('the heartbeat', () => {
  test('ends a call whose account may not go on, with a sentence', async () => {
    desk.issue('t1');
    const client = await connect('t1');
    const voice = await provider.connection();
    await voice.expect('session.update');
    await waitFor('the call', () => gateway.activeCalls === 1);
    voice.callerSaid('u1', 'Hello');
    await waitFor('the session to be ready', () => desk.saved.length > 0);
    desk.unwanted = [
      { callId: 'call-t1', reason: 'account_suspended' },
      { callId: 'somebody-else', reason: 'minutes_used_up' },
    ];
    gateway.accountChanged();
    expect(JSON.stringify(await voice.expect('response.create'))).toContain('I have to end our call here');
    voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Goodbye', audio: tone(100) });
    expect(await waitFor('the end', () => desk.completed[0])).toMatchObject({ endReason: 'account_suspended' });
    expect(client.heard).toEqual(tone(100));
  });
});
