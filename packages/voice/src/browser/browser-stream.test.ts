import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { BrowserCallClient, tone, waitFor } from '../testing/index.ts';
import { encodeAudio } from '../wire/base64-audio.ts';
import { acceptBrowserStream, BROWSER_SOCKET_OPTIONS, type BrowserStream } from './index.ts';

let server: WebSocketServer;
let streams: { stream: BrowserStream; token: string }[];
let notStarted: string[];
let clients: BrowserCallClient[];
let pingIntervalMs: number | undefined;
const url = (): string => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  streams = [];
  notStarted = [];
  clients = [];
  pingIntervalMs = undefined;
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...BROWSER_SOCKET_OPTIONS });
  server.on('connection', (socket) => {
    socket.on('error', () => undefined);
    acceptBrowserStream(socket, {
      startTimeoutMs: 300,
      pingIntervalMs,
      onStart: (stream, token) => streams.push({ stream, token }),
      onNotStarted: (reason) => {
        notStarted.push(reason);
        socket.close(1008);
      },
    });
  });
  await once(server, 'listening');
});

afterEach(async () => {
  for (const client of clients) client.drop();
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

async function connect(token: string | null = 'secret'): Promise<BrowserCallClient> {
  const client = await BrowserCallClient.connect(url(), token, { playback: 'manual' });
  clients.push(client);
  return client;
}

async function connectedStream(): Promise<[BrowserCallClient, BrowserStream]> {
  const client = await connect();
  const { stream } = await waitFor('the stream', () => streams[0]);
  return [client, stream];
}

/** A listener that writes down what it is told. */
function record(stream: BrowserStream) {
  const heard = { audio: [] as Buffer[], told: [] as string[] };
  stream.listen({
    onAudio: (audio) => heard.audio.push(Buffer.from(audio.toString('latin1'), 'base64')),
    onMark: (name) => heard.told.push(`mark ${name}`),
    onDtmf: (digit) => heard.told.push(`digit ${digit}`),
    onText: (text) => heard.told.push(`text ${text}`),
    onTyping: () => heard.told.push('typing'),
    onClosed: (reason) => heard.told.push(`closed ${reason}`),
  });
  return heard;
}

describe('the start', () => {
  test('hands over the token', async () => {
    await connectedStream();
    expect(streams[0]?.token).toBe('secret');
  });

  test.each<[string, (client: BrowserCallClient) => void]>([
    ['audio', (client) => client.sendAudio(tone(20))],
    ['another message', (client) => client.type('Hello')],
    ['no token', (client) => client.send({ type: 'start' })],
    ['an endless token', (client) => client.send({ type: 'start', token: 'x'.repeat(201) })],
    ['no JSON', (client) => client.sendRaw('start', false)],
  ])('cannot be %s', async (_, send) => {
    const client = await connect(null);
    send(client);
    expect((await client.closed).code).toBe(1008);
    expect(notStarted).toEqual(['invalid']);
    expect(streams).toEqual([]);
  });

  test('is not waited for for ever', async () => {
    expect((await (await connect(null)).closed).code).toBe(1008);
    expect(notStarted).toEqual(['timeout']);
  });

  test('that never comes because the page is gone is told once', async () => {
    (await connect(null)).drop();
    await waitFor('the end', () => notStarted.length > 0);
    expect(notStarted).toEqual(['closed']);
  });
});

describe('from the browser', () => {
  test('come audio, marks, texts and digits, in order; what came early is kept', async () => {
    const [client, stream] = await connectedStream();
    client.sendAudio(tone(100));
    client.type('  Hello 😀 ');
    client.send({ type: 'typing' });
    await client.settled();
    const heard = record(stream);
    client.sendAudio(tone(40, 7));
    client.send({ type: 'played', mark: '0:1' });
    client.send({ type: 'dtmf', digit: '#' });
    await waitFor('all', () => heard.told.length === 4);
    expect(heard.told).toEqual(['text Hello 😀', 'typing', 'mark 0:1', 'digit #']);
    expect(Buffer.concat(heard.audio)).toEqual(Buffer.concat([tone(100), tone(40, 7)]));
    expect(stream.malformedMessages).toBe(0);
  });

  test('garbage is counted and changes nothing', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.sendRaw(Buffer.alloc(159), true);
    client.sendRaw(Buffer.alloc(161), true);
    client.sendRaw(Buffer.alloc(0), true);
    client.sendRaw('{"type":"text"', false);
    client.sendRaw('[]', false);
    client.sendRaw(Buffer.from([0xff, 0xfe]), false);
    for (const message of [
      { type: 'unknown' },
      { type: 'start', token: 'again' },
      { type: 'text', text: ' ' },
      { type: 'text', text: 'x'.repeat(2001) },
      { type: 'text', text: 7 },
      { type: 'dtmf', digit: '55' },
      { type: 'played' },
    ]) {
      client.send(message);
    }
    client.type('x'.repeat(2000));
    client.sendAudio(tone(20));
    await waitFor('the good ones', () => heard.audio.length === 1);
    expect(heard.told).toEqual([`text ${'x'.repeat(2000)}`]);
    expect(stream.malformedMessages).toBe(13);
  });

  test('a text of the allowed length fits however its characters are written', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.sendRaw(`{"type":"text","text":"${'\\u20ac'.repeat(2000)}"}`, false);
    await waitFor('the text', () => heard.told.length === 1);
    expect(heard.told).toEqual([`text ${'€'.repeat(2000)}`]);
  });

  test.each<[string, string, (client: BrowserCallClient) => void]>([
    ['says that it hangs up', 'hangup', (client) => client.hangUp()],
    ['is lost', 'connection_lost', (client) => client.drop()],
    ['sends more than a message may hold', 'connection_lost', (client) => client.sendRaw(Buffer.alloc(17_000), true)],
    ['floods the line with audio', 'connection_lost', (client) => client.sendAudio(Buffer.alloc(1100 * 160, 0xff))],
    [
      'floods the line with texts',
      'connection_lost',
      (client) => Array.from({ length: 110 }, () => client.type('Hello')),
    ],
  ])('it ends once when it %s', async (_, reason, end) => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    end(client);
    await waitFor('the end', () => heard.told.some((told) => told.startsWith('closed')));
    client.hangUp();
    client.drop();
    await client.closed;
    expect(heard.told.filter((told) => told.startsWith('closed'))).toEqual([`closed ${reason}`]);
  });

  test('it ends when nothing comes any more, not even an answer to a ping', async () => {
    pingIntervalMs = 400;
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    await waitFor('two pings', () => client.pings === 2);
    expect(heard.told).toEqual([]);
    client.pauseReading();
    await waitFor('the end', () => heard.told.length > 0);
    expect(heard.told).toEqual(['closed connection_lost']);
  });

  test('a hang-up before anybody listens is told once', async () => {
    const [client, stream] = await connectedStream();
    client.hangUp();
    await client.settled();
    expect(record(stream).told).toEqual(['closed hangup']);
  });

  test('20 seconds of audio at once are no flood', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.sendAudio(Buffer.alloc(990 * 160, 0xff));
    await waitFor('all', () => heard.audio.length === 990);
    expect(heard.told).toEqual([]);
  });
});

describe('to the browser', () => {
  test('audio goes as it is, with marks behind it', async () => {
    const [client, stream] = await connectedStream();
    stream.ready('call-1');
    stream.sendAudio(encodeAudio(tone(200)), '0:1');
    stream.sendAudio(encodeAudio(tone(50, 7)));
    stream.sendMark('0:2');
    await waitFor('the marks', () => client.all('mark').length === 2);
    expect(client.received).toEqual(Buffer.concat([tone(200), tone(50, 7)]));
    expect(client.messages).toEqual([
      { type: 'ready', call_id: 'call-1' },
      { type: 'mark', name: '0:1' },
      { type: 'mark', name: '0:2' },
    ]);
    const heard = record(stream);
    client.play(200);
    await waitFor('the first mark', () => heard.told.length === 1);
    stream.clear();
    await waitFor('the other mark', () => heard.told.length === 2);
    expect(heard.told).toEqual(['mark 0:1', 'mark 0:2']);
    expect(client.heard).toEqual(tone(200));
  });

  test('goes what happens in the call', async () => {
    const [client, stream] = await connectedStream();
    stream.show({ type: 'transcript', role: 'agent', itemId: 'a1', text: 'Hi', final: false });
    stream.show({ type: 'tool_call', id: 'c1', name: 'send_sms', arguments: '{"message":"Hi"}' });
    stream.show({ type: 'tool_call', id: 'c2', name: 'send_sms', arguments: '{"mess' });
    stream.show({ type: 'tool_call', id: 'c3', name: 'end_call', arguments: '' });
    stream.show({ type: 'tool_result', id: 'c1', output: '{"sent":true}', failed: false });
    stream.show({ type: 'tool_result', id: 'c2', output: '{"error":"no"}', failed: false });
    stream.show({ type: 'tool_result', id: 'c3', output: 'plain', failed: true });
    stream.show({ type: 'ended', reason: 'agent_hangup' });
    stream.close();
    expect((await client.closed).code).toBe(1000);
    expect(client.messages).toEqual([
      { type: 'transcript', role: 'agent', item_id: 'a1', text: 'Hi', final: false },
      { type: 'tool_call', id: 'c1', name: 'send_sms', arguments: { message: 'Hi' } },
      { type: 'tool_call', id: 'c2', name: 'send_sms', arguments: { invalid: '{"mess' } },
      { type: 'tool_call', id: 'c3', name: 'end_call', arguments: {} },
      { type: 'tool_result', id: 'c1', success: true, result: { sent: true } },
      { type: 'tool_result', id: 'c2', success: false, result: { error: 'no' } },
      { type: 'tool_result', id: 'c3', success: false, result: 'plain' },
      { type: 'ended', reason: 'agent_hangup' },
    ]);
  });

  test('nothing is piled up for a page that does not read', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.pauseReading();
    const chunk = encodeAudio(Buffer.alloc(64 * 1024));
    await waitFor('the end', () => {
      stream.sendAudio(chunk);
      return heard.told.length > 0;
    });
    expect(heard.told).toEqual(['closed connection_lost']);
    client.drop();
  });
});
