import { createHash, randomBytes } from 'node:crypto';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/**
 * Just enough of WebSocket (RFC 6455) for a load generator, which has to cost less than what it measures: text frames,
 * unfragmented, built beforehand.
 */
const ACCEPT_GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11';
const TEXT_FRAME = 0x81;
const CLOSE_OPCODE = 8;
const PING_OPCODE = 9;
const MASK_LENGTH = 4;

/** A message in `buffer[start, end)`. `mask` is 0, or the mask bytes from the lowest, the first for `start`. */
export type OnMessage = (buffer: Buffer, start: number, end: number, mask: number) => void;

/** One message as a frame. Clients mask; the key is fixed because nobody attacks a benchmark. */
export function textFrame(message: string, role: 'client' | 'server'): Buffer {
  const payload = Buffer.from(message);
  const header = frameHeader(payload.length, role === 'client');
  if (role === 'server') return Buffer.concat([header, payload]);
  for (let index = 0; index < payload.length; index++) payload[index] = (payload[index] ?? 0) ^ clientMask(index);
  return Buffer.concat([header, Buffer.from([1, 2, 3, 4].map((_, index) => clientMask(index))), payload]);
}

/** Byte `index` of what a client's frame is masked with. */
const clientMask = (index: number): number => [0x37, 0xfa, 0x21, 0x3d][index & 3] ?? 0;

function frameHeader(length: number, masked: boolean): Buffer {
  const bit = masked ? 0x80 : 0;
  if (length < 126) return Buffer.from([TEXT_FRAME, bit | length]);
  return Buffer.from([TEXT_FRAME, bit | 126, length >> 8, length & 0xff]);
}

export function unmask(buffer: Buffer, start: number, end: number, mask: number): string {
  const message = Buffer.from(buffer.subarray(start, end));
  if (mask !== 0) {
    for (let index = 0; index < message.length; index++) {
      message[index] = (message[index] ?? 0) ^ ((mask >>> ((index & 3) * 8)) & 0xff);
    }
  }
  return message.toString();
}

/** Hands the frames that arrive on a socket to `onMessage`, from the byte after the handshake. */
export function readFrames(socket: Socket, first: Buffer, onMessage: OnMessage): void {
  let rest = first;
  const onData = (chunk: Buffer): void => {
    const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    let at = 0;
    for (;;) {
      if (data.length - at < 2) break;
      const second = data[at + 1] ?? 0;
      let length = second & 0x7f;
      let start = at + 2;
      if (length === 126) {
        if (data.length < at + 4) break;
        length = data.readUInt16BE(at + 2);
        start = at + 4;
      } else if (length === 127) {
        throw new Error('A frame of more than 64 kB in a benchmark');
      }
      const masked = second >= 0x80;
      if (masked) start += MASK_LENGTH;
      if (data.length < start + length) break;
      const opcode = (data[at] ?? 0) & 0x0f;
      if (opcode === CLOSE_OPCODE) socket.end();
      else if (opcode !== PING_OPCODE)
        onMessage(data, start, start + length, masked ? data.readInt32LE(start - MASK_LENGTH) : 0);
      at = start + length;
    }
    rest = at === data.length ? Buffer.alloc(0) : data.subarray(at);
  };
  socket.on('data', onData);
  if (first.length > 0) {
    rest = Buffer.alloc(0);
    onData(first);
  }
}

/** Connects and shakes hands. */
export function connectWebSocket(port: number, path: string, onMessage: OnMessage): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    socket.once('error', reject);
    const key = randomBytes(16).toString('base64');
    socket.write(
      `GET ${path} HTTP/1.1\r\nHost: 127.0.0.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n` +
        `Sec-WebSocket-Key: ${key}\r\nSec-WebSocket-Version: 13\r\n\r\n`,
    );
    onHead(socket, (head, rest) => {
      if (!head.startsWith('HTTP/1.1 101')) return reject(new Error(`No WebSocket: ${head.slice(0, 40)}`));
      readFrames(socket, rest, onMessage);
      resolve(socket);
    });
  });
}

/** Accepts WebSockets on a free port, whatever the path. */
export async function listenWebSocket(onSocket: (socket: Socket, rest: Buffer) => void): Promise<number> {
  const server = createServer((socket) => {
    socket.setNoDelay(true);
    socket.on('error', () => socket.destroy());
    onHead(socket, (head, rest) => {
      const key = /^sec-websocket-key:(.+)$/im.exec(head)?.[1]?.trim() ?? '';
      const accept = createHash('sha1')
        .update(key + ACCEPT_GUID)
        .digest('base64');
      socket.write(
        `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
      );
      onSocket(socket, rest);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

function onHead(socket: Socket, handle: (head: string, rest: Buffer) => void): void {
  let received = Buffer.alloc(0);
  const onData = (chunk: Buffer): void => {
    received = Buffer.concat([received, chunk]);
    const end = received.indexOf('\r\n\r\n');
    if (end < 0) return;
    socket.off('data', onData);
    handle(received.toString('latin1', 0, end), received.subarray(end + 4));
  };
  socket.on('data', onData);
}
