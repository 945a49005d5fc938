import { connect, type Socket } from 'node:net';

/** How a request leaves a client. */
export type Delivery =
  /** As it should be. */
  | 'whole'
  /** A byte or two at a time at first, the rest in pieces. */
  | 'in pieces'
  /** Half of it, and then the client says that it is done. */
  | 'truncated'
  /** Half of it, and then the connection breaks. */
  | 'aborted'
  /** All of it, and the client breaks the connection without reading the answer. */
  | 'unread';

export interface RawAnswer {
  /** Null when the connection ended without an answer. */
  status: number | null;
  text: string;
}

const STATUS = /^HTTP\/1\.1 (\d{3})/;
const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';

function answerOf(chunks: readonly Buffer[]): RawAnswer {
  const text = Buffer.concat(chunks).toString('utf8').replace(CONTINUE, '');
  const status = STATUS.exec(text)?.[1];
  return { status: status === undefined ? null : Number(status), text };
}

function deliver(socket: Socket, bytes: Buffer, delivery: Delivery): void {
  const half = bytes.subarray(0, Math.ceil(bytes.length / 2));
  switch (delivery) {
    case 'whole':
      socket.write(bytes);
      break;
    case 'in pieces':
      socket.setNoDelay(true);
      for (const piece of pieces(bytes)) socket.write(piece);
      break;
    case 'truncated':
      socket.end(half);
      break;
    case 'aborted':
      socket.write(half, () => socket.resetAndDestroy());
      break;
    case 'unread':
      socket.write(bytes, () => socket.resetAndDestroy());
      break;
  }
}

function pieces(bytes: Buffer): Buffer[] {
  const ends = [1, 3, 20, Math.ceil(bytes.length / 2), bytes.length];
  return ends.map((end, index) => bytes.subarray(ends[index - 1] ?? 0, end));
}

/** Sends exactly these bytes on a connection of their own and gives what came back until it ended. */
export function sendBytes(port: number, bytes: Buffer, delivery: Delivery = 'whole'): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true });
    socket.on('data', (chunk) => chunks.push(chunk));
    // The server may cut the connection; what it said before counts.
    socket.on('error', () => undefined);
    socket.on('end', () => socket.end());
    socket.on('close', () => resolve(answerOf(chunks)));
    socket.on('connect', () => deliver(socket, bytes, delivery));
  });
}

export interface RawRequest {
  method: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer | string;
  /** Without it the length is announced. */
  isChunked?: boolean;
}

/** A request's bytes. The connection is to end with the answer. */
export function requestBytes({ method, path, headers = {}, body = '', isChunked = false }: RawRequest): Buffer {
  const bytes = Buffer.from(body);
  const framing = isChunked ? 'transfer-encoding: chunked' : `content-length: ${bytes.length}`;
  const lines = [
    `${method} ${path} HTTP/1.1`,
    'host: api.example.com',
    'connection: close',
    ...(method === 'GET' || method === 'HEAD' ? [] : [framing]),
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
  ];
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`);
  if (!isChunked) return Buffer.concat([head, bytes]);
  return Buffer.concat([head, Buffer.from(`${bytes.length.toString(16)}\r\n`), bytes, Buffer.from('\r\n0\r\n\r\n')]);
}
