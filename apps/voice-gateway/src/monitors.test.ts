import { once } from 'node:events';
import { silentLogger } from '@leadlock/observability/logger';
import { createMetrics } from '@leadlock/observability/metrics';
import { createVoiceMetrics } from '@leadlock/observability/voice-metrics';
import { createOpenAiProvider } from '@leadlock/voice/realtime/openai';
import { BrowserCallClient, MediaStreamsClient, ScriptedRealtimeServer, tone, waitFor } from '@leadlock/voice/testing';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { MemoryDesk } from '../test/memory-desk.ts';
import { startGateway, type Gateway } from './gateway.ts';

let provider: ScriptedRealtimeServer;
let desk: MemoryDesk;
let gateway: Gateway;
let listeners: WebSocket[];

beforeEach(async () => {
  listeners = [];
  provider = await ScriptedRealtimeServer.start();
  desk = new MemoryDesk();
  const { registry } = createMetrics({ service: 'voice-gateway' });
  gateway = await startGateway({
    port: 0,
    host: '127.0.0.1',
    desk,
    providerFor: ({ model }) => createOpenAiProvider({ url: provider.url, apiKey: 'sk-test', model }),
    apology: () => Promise.resolve(tone(100)),
    registry,
    metrics: createVoiceMetrics(registry),
    log: silentLogger,
    startTimeoutMs: 300,
  });
});
afterEach(async () => {
  for (const listener of listeners) listener.terminate();
  await gateway.close();
  await provider.close();
});

const address = (path: string): string => `ws://127.0.0.1:${gateway.port}${path}`;

/** A call on the phone that runs. */
async function call(playback: 'realtime' | 'manual' = 'realtime') {
  desk.issue('t1');
  const caller = await MediaStreamsClient.connect(address('/media'), {
    callSid: 'CAt1',
    customParameters: { token: 't1' },
    playback,
  });
  const voice = await provider.connection();
  await voice.expect('session.update');
  return { caller, voice };
}

/** Somebody at `/listen`, and all that they are told. */
async function listen(token: string | null = null) {
  const given = token ?? `m${listeners.length}`;
  if (token === null) desk.monitorTokens.set(given, 'call-t1');
  const socket = new WebSocket(address('/listen'));
  listeners.push(socket);
  const sounds: Record<'caller' | 'agent', Buffer[]> = { caller: [], agent: [] };
  const heard = {
    get caller() {
      return Buffer.concat(sounds.caller);
    },
    get agent() {
      return Buffer.concat(sounds.agent);
    },
    pieces: 0,
    told: [] as unknown[],
    code: 0,
  };
  socket.on('error', () => undefined);
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (!isBinary) return heard.told.push(JSON.parse(data.toString()) as unknown);
    heard.pieces += 1;
    return sounds[data[0] === 0 ? 'caller' : 'agent'].push(data.subarray(1));
  });
  socket.on('close', (code: number) => (heard.code = code));
  await once(socket, 'open');
  socket.send(JSON.stringify({ type: 'start', token: given }));
  await waitFor('an answer', () => heard.told.length > 0 || heard.code > 0);
  return { socket, heard };
}

const READY = { type: 'ready', call_id: 'call-t1' };

test('both sides are heard as they are, by several at once, until the call ends', async () => {
  const { caller, voice } = await call();
  const [one, other] = [await listen(), await listen()];
  caller.sendAudio(tone(200));
  voice.callerTurn('u1', 'Hello?');
  voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Hi.', audio: tone(300) });
  for (const { heard } of [one, other]) {
    await waitFor('both sides', () => heard.caller.length === 1600 && heard.agent.length === 2400);
    expect(heard.caller).toEqual(tone(200));
    expect(heard.agent).toEqual(tone(300));
  }
  // Who leaves is missed by nobody.
  one.socket.close();
  await waitFor('the first one to be gone', () => one.heard.code > 0);
  caller.sendAudio(tone(20));
  await waitFor('more', () => other.heard.caller.length === 1760);
  caller.hangUp();
  await waitFor('the end', () => other.heard.code > 0);
  expect(other.heard).toMatchObject({ code: 1000, told: [READY, { type: 'ended' }] });
  expect(await waitFor('the call', () => desk.completed[0])).toMatchObject({ endReason: 'caller_hangup' });
});

test('who comes while the agent speaks hears the rest of it, and what an interruption drops is dropped', async () => {
  const { caller, voice } = await call('manual');
  const answer = { responseId: 'r1', itemId: 'a1', text: 'one two three four', audio: tone(4000) };
  voice.callerTurn('u1', 'Count');
  voice.beginAnswer(answer);
  voice.sendSpeech(answer);
  await waitFor('the answer', () => caller.received.length === 32_000);
  caller.play(1000);
  const { heard } = await listen();
  await waitFor('the rest', () => heard.agent.length > 16_000);
  // What was played is known by the marks, 400 ms apart, and the clock.
  expect(heard.agent.length).toBeLessThan(32_000);
  expect(heard.agent).toEqual(tone(4000).subarray(-heard.agent.length));
  voice.callerStarts('u2');
  await waitFor('the interruption', () => heard.told.length > 1);
  expect(heard.told).toEqual([READY, { type: 'clear' }]);
  caller.hangUp();
});

test('who does not read is cut off, and the call goes on', async () => {
  const { caller, voice } = await call();
  const slow = await listen();
  const other = await listen();
  slow.socket.pause();
  // Half minutes, far faster than they are heard: more than are kept, and than sockets hold.
  const chunk = Buffer.alloc(256 * 1024, 0xff).toString('base64');
  for (let sent = 1; sent <= 60; sent++) {
    caller.sendPayload(chunk);
    await waitFor('the other', () => other.heard.pieces === sent, 20_000);
  }
  slow.socket.resume();
  await waitFor('the slow one to be cut off', () => slow.heard.code > 0, 10_000);
  expect(slow.heard.code).toBe(1006);
  expect(other.heard.code).toBe(0);
  voice.callerTurn('u1', 'Still there?');
  voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Yes.', audio: tone(100) });
  await caller.heardAtLeast(100);
  await waitFor('the answer', () => other.heard.agent.length === 800);
  caller.hangUp();
}, 60_000);

test.each([
  ['used twice', async () => (await listen('m0')).heard.code],
  ['of nothing', async () => (await listen('nobody')).heard.code],
  [
    'of a call that is over',
    async () => {
      desk.monitorTokens.set('over', 'call-over');
      return (await listen('over')).heard.code;
    },
  ],
])('a token %s is refused', async (_, code) => {
  const { caller } = await call();
  await listen();
  expect(await code()).toBe(1008);
  caller.hangUp();
});

test('a token of a call is no good for listening, nor one for listening for a call', async () => {
  const { caller } = await call();
  desk.issue('t2', { callSid: null });
  expect((await listen('t2')).heard.code).toBe(1008);
  desk.monitorTokens.set('m9', 'call-t1');
  const client = await BrowserCallClient.connect(address('/browser'), 'm9');
  expect((await client.closed).code).toBe(1008);
  caller.hangUp();
});

test('whoever says anything but their token is sent away, and is not heard in the call', async () => {
  const { caller, voice } = await call();
  const { socket, heard } = await listen();
  socket.send(Buffer.alloc(160));
  await waitFor('the end', () => heard.code > 0);
  expect(heard.code).toBe(1008);
  expect(voice.audio.length).toBe(0);
  const silent = new WebSocket(address('/listen'));
  listeners.push(silent);
  const [code] = (await once(silent, 'close')) as [number];
  expect(code).toBe(1008);
  caller.hangUp();
});

test('ten hear a call, and no more', async () => {
  const { caller } = await call();
  for (let count = 0; count < 10; count++) expect((await listen()).heard.told).toEqual([READY]);
  const { heard } = await listen();
  await waitFor('the answer', () => heard.code > 0);
  expect(heard.code).toBe(1013);
  listeners[0]?.close();
  await waitFor('a place', async () => (await listen()).heard.code === 0);
  caller.hangUp();
});

test('a browser’s call is heard, too', async () => {
  desk.issue('t1', { callSid: null, record: false });
  const client = await BrowserCallClient.connect(address('/browser'), 't1');
  const voice = await provider.connection();
  await voice.expect('session.update');
  const { heard } = await listen();
  client.sendAudio(tone(100));
  voice.callerTurn('u1', 'Hello?');
  voice.answer({ responseId: 'r1', itemId: 'a1', text: 'Hi.', audio: tone(100) });
  await waitFor('both sides', () => heard.caller.length === 800 && heard.agent.length === 800);
  client.hangUp();
  await waitFor('the end', () => heard.code > 0);
  expect(heard.told).toEqual([READY, { type: 'ended' }]);
});
