import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocketServer } from 'ws';
import { MediaStreamsClient, waitFor } from '../testing/index.ts';
import { acceptMediaStream, MEDIA_SOCKET_OPTIONS, type TwilioMediaStream } from './index.ts';

let server: WebSocketServer;
let streams: TwilioMediaStream[];
let notStarted: string[];
const url = (): string => `ws://127.0.0.1:${(server.address() as AddressInfo).port}`;

beforeEach(async () => {
  streams = [];
  notStarted = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1', ...MEDIA_SOCKET_OPTIONS });
  server.on('connection', (socket, request) => {
    socket.on('error', () => undefined);
    acceptMediaStream(socket, request.socket, {
      startTimeoutMs: 300,
      onStart: (stream) => streams.push(stream),
      onNotStarted: (reason) => {
        notStarted.push(reason);
        socket.close(1008);
      },
    });
  });
  await once(server, 'listening');
});

afterEach(async () => {
  for (const socket of server.clients) socket.terminate();
  await new Promise((resolve) => server.close(resolve));
});

/** A listener that writes down what it is told. */
function record(stream: TwilioMediaStream) {
  const heard = { audio: [] as string[], marks: [] as string[], digits: [] as string[], closed: [] as string[] };
  stream.listen({
    onAudio: (audio) => heard.audio.push(audio.toString('latin1')),
    onMark: (name) => heard.marks.push(name),
    onDtmf: (digit) => heard.digits.push(digit),
    onText: () => undefined,
    onTyping: () => undefined,
    onClosed: (reason) => heard.closed.push(reason),
  });
  return heard;
}

const connectedStream = async (customParameters = {}): Promise<[MediaStreamsClient, TwilioMediaStream]> => {
  const client = await MediaStreamsClient.connect(url(), { customParameters });
  return [client, await waitFor('the stream', () => streams[0])];
};
const noise = (bytes: number): Buffer => Buffer.from(Uint8Array.from({ length: bytes }, (_, i) => (i * 37) % 256));

describe('a Media Stream', () => {
  test('hands over the start message with the custom parameters', async () => {
    const [client, stream] = await connectedStream({ token: 'secret' });
    expect(stream.start).toMatchObject({
      streamSid: client.streamSid,
      callSid: client.callSid,
      customParameters: { token: 'secret' },
    });
  });

  test('delivers the frames that came before somebody listened, in order and unchanged', async () => {
    const [client, stream] = await connectedStream();
    const audio = noise(160 * 20);
    client.sendAudio(audio.subarray(0, 1600));
    client.sendDtmf('5');
    await client.settled();
    const heard = record(stream);
    client.sendAudio(audio.subarray(1600));
    await waitFor('all frames', () => heard.audio.length === 20);
    expect(Buffer.concat(heard.audio.map((frame) => Buffer.from(frame, 'base64')))).toEqual(audio);
    expect(heard.digits).toEqual(['5']);
  });

  test('plays audio, echoes marks when it was played, and drops what is cleared', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    stream.sendAudio(Buffer.from(noise(320).toString('base64')));
    stream.sendMark('a');
    await waitFor('mark a', () => heard.marks[0]);
    expect(client.heard).toEqual(noise(320));
    stream.sendAudio(Buffer.from(noise(80_000).toString('base64')));
    stream.sendMark('b');
    stream.clear();
    await waitFor('mark b', () => heard.marks[1]);
    expect(client.clears).toBe(1);
    expect(client.heard.length).toBeLessThan(40_000);
  });

  test('counts malformed messages and goes on', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    const bad = [
      'not json',
      '[]',
      'null',
      '{"event":"media"}',
      '{"event":"media","media":{"payload":"a\\"b"}}',
      '{"event":"media","media":{"payload":"not base64!"}}',
      '{"event":"media","media":{"payload":17}}',
      '{"event":"media","media":{"payload":"AAA',
      '{"event":"mark"}',
      '{"event":"dtmf","dtmf":{"digit":"55"}}',
      '{"event":"unheard-of"}',
    ];
    for (const message of bad) client.sendRaw(message);
    client.sendRaw(Buffer.from([0xff, 0xfe, 0x00]));
    client.sendRaw(Buffer.from([1, 2, 3]), true);
    client.sendAudio(noise(160));
    await waitFor('the good frame', () => heard.audio.length === 1);
    expect(stream.malformedMessages).toBe(bad.length + 2);
    expect(heard.closed).toEqual([]);
  });

  test('understands other spellings of the same message', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    const payload = noise(160).toString('base64');
    client.sendRaw(`{"event": "media", "media": {"payload": "${payload}"}}`);
    client.sendRaw(`{"event":"media","media":{"payload": "${payload}"}}`);
    client.sendRaw(`{"event":"media","media":{"payload":"${payload.replaceAll('/', '\\/')}"}}`);
    client.sendRaw(`{"media":{"payload":"${payload}"},"event":"media"}`);
    await waitFor('four frames', () => heard.audio.length === 4);
    expect(new Set(heard.audio)).toEqual(new Set([payload]));
  });

  test('ends once, on stop, even when the other side keeps the socket open', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.sendStop();
    client.sendStop();
    expect((await client.closed).code).toBe(1000);
    expect(heard.closed).toEqual(['hangup']);
    stream.close();
    stream.sendAudio(Buffer.from('AAAA'));
    stream.sendMark('late');
    stream.clear();
  });

  test('tells a broken connection from a hang-up', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.drop();
    await waitFor('the end', () => heard.closed[0]);
    expect(heard.closed).toEqual(['connection_lost']);
  });

  test('ends a peer that does not read', async () => {
    const [client, stream] = await connectedStream();
    const heard = record(stream);
    client.pauseReading();
    const second = Buffer.from(noise(8001).toString('base64'));
    for (let sent = 0; sent < 3000 && heard.closed.length === 0; sent++) stream.sendAudio(second);
    expect(heard.closed).toEqual(['connection_lost']);
  });

  test('does not wait for a start for ever', async () => {
    const client = await MediaStreamsClient.connect(url(), {}, 'silent');
    client.sendAudio(noise(160));
    expect((await client.closed).code).toBe(1008);
    expect(notStarted).toEqual(['timeout']);
  });
});
