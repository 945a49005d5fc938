import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { waitFor } from '../../testing/index.ts';
import { ProviderConnection, type AudioFraming } from './connection.ts';

let server: WebSocketServer;
let peer: WebSocket | null;
let connection: ProviderConnection;
let asked: { url?: string; key?: string | string[] };
let received: [text: string, isBinary: boolean][];
let heard: string[];

beforeEach(async () => {
  peer = null;
  received = [];
  heard = [];
  server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  server.on('connection', (socket, { url, headers }) => {
    asked = { url, key: headers['x-api-key'] };
    socket.on('message', (data: Buffer, isBinary) => received.push([data.toString(), isBinary]));
    peer = socket;
  });
});
afterEach(() => {
  connection.close();
  peer?.terminate();
  server.close();
});

test.each<[string, AudioFraming, string]>([
  ['text', { kind: 'text', head: Buffer.from('{"chunk":"'), tail: Buffer.from('"}') }, '{"chunk":"//8="}'],
  ['binary', { kind: 'binary', head: Buffer.alloc(0), tail: Buffer.alloc(0) }, '//8='],
])('a vendor says where, with what and how: %s frames', async (kind, framing, expected) => {
  const url = `ws://127.0.0.1:${(server.address() as AddressInfo).port}/talk?agent=7`;
  connection = new ProviderConnection(
    { url, headers: { 'x-api-key': 'k1' }, framing },
    { onOpen: () => undefined, onMessage: (message) => heard.push(message.toString()), onEnd: () => undefined },
  );
  await waitFor('the connection', () => connection.isOpen && peer);
  expect(asked).toEqual({ url: '/talk?agent=7', key: 'k1' });
  connection.sendAudio(Buffer.from('//8='));
  connection.send('{"text":1}');
  await waitFor('both messages', () => received.length === 2);
  expect(received).toEqual([
    [expected, kind === 'binary'],
    ['{"text":1}', false],
  ]);
  for (const binary of [true, false]) peer?.send('{"answer":1}', { binary });
  await waitFor('both answers', () => heard.length === 2);
  expect(new Set(heard)).toEqual(new Set(['{"answer":1}']));
});
