import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { WebSocket, WebSocketServer } from 'ws';
import { waitFor } from '../testing/index.ts';
import { AudioFrameWriter } from './audio-frame-writer.ts';

const HEAD = Buffer.from('{"audio":"');
const TAIL = Buffer.from('"}');
const payload = (length: number): string => 'abcdefghijklmnopqrstuvw'.repeat(4000).slice(0, length);

let server: WebSocketServer;
let client: WebSocket;
let sockets: { accepted: WebSocket; acceptedWire: Socket; clientWire: Socket };
let received: string[];
let kinds: Set<string>;

beforeEach(async () => {
  received = [];
  kinds = new Set();
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  client = new WebSocket(`ws://127.0.0.1:${(server.address() as AddressInfo).port}`);
  const [[accepted, request], [response]] = await Promise.all([
    once(server, 'connection'),
    once(client, 'upgrade'),
    once(client, 'open'),
  ]);
  sockets = { accepted, acceptedWire: request.socket, clientWire: response.socket };
  for (const socket of [accepted, client]) {
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      received.push(data.toString());
      kinds.add(isBinary ? 'binary' : 'text');
    });
  }
});
afterEach(() => {
  client.terminate();
  server.close();
});

// 126 and 65,536 are where the header of a frame grows.
const LENGTHS = [0, 1, 113, 114, 115, 216, 1000, 65_523, 65_524, 80_000];

describe.each(['server', 'client'] as const)('frames written as a %s', (role) => {
  test.each(['text', 'binary'] as const)(
    'are what the other side reads, at every length of header: %s',
    async (kind) => {
      const wire = role === 'server' ? sockets.acceptedWire : sockets.clientWire;
      const writer = new AudioFrameWriter(wire, HEAD, TAIL, { role, kind });
      for (const length of LENGTHS) writer.write(Buffer.from(payload(length)));
      await waitFor('all messages', () => received.length === LENGTHS.length);
      expect(received).toEqual(LENGTHS.map((length) => `{"audio":"${payload(length)}"}`));
      expect([...kinds]).toEqual([kind]);
    },
  );

  test('keep their order among messages that the library sends', async () => {
    const wire = role === 'server' ? sockets.acceptedWire : sockets.clientWire;
    const socket = role === 'server' ? sockets.accepted : client;
    const writer = new AudioFrameWriter(wire, HEAD, TAIL, { role });
    const expected: string[] = [];
    for (let round = 0; round < 200; round++) {
      writer.write(Buffer.from(payload(round)), round % 3 === 0 ? `mark ${round}` : undefined);
      expected.push(`{"audio":"${payload(round)}"}`);
      if (round % 3 === 0) expected.push(`mark ${round}`);
      socket.send(`text ${round}`);
      if (round % 50 === 0) socket.ping();
      expected.push(`text ${round}`);
    }
    await waitFor('all messages', () => received.length === expected.length);
    expect(received).toEqual(expected);
  });
});
