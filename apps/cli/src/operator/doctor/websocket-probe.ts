import { WebSocket } from 'ws';
import { Unreached } from './http-probe.ts';

/** The server answered the upgrade with HTTP instead of a WebSocket. */
export class UpgradeRefused extends Error {
  override name = 'UpgradeRefused';
  readonly status: number;

  constructor(status: number) {
    super(`the server responded to the upgrade with HTTP ${status}`);
    this.status = status;
  }
}

export interface WebSocketProbe {
  url: string;
  headers?: Readonly<Record<string, string>>;
  /** Sent once the connection is open. */
  messages?: readonly string[];
  timeoutMs: number;
}

export interface WebSocketAnswer {
  /** Until the connection was open. */
  milliseconds: number;
  /** The first message, if one came; otherwise how the server closed. */
  message: string | null;
  closeCode: number | null;
}

/** Opens a WebSocket, waits for the first message or the close, and closes it. Throws Unreached or UpgradeRefused. */
export function probeWebSocket({ url, headers, messages = [], timeoutMs }: WebSocketProbe): Promise<WebSocketAnswer> {
  const { promise, resolve, reject } = Promise.withResolvers<WebSocketAnswer>();
  const startedAt = performance.now();
  let milliseconds = 0;
  const socket = new WebSocket(url, { headers, perMessageDeflate: false, handshakeTimeout: timeoutMs });
  const deadline = setTimeout(() => reject(new Unreached(url, 'timed out')), timeoutMs);
  socket.once('open', () => {
    milliseconds = Math.round(performance.now() - startedAt);
    for (const message of messages) socket.send(message);
  });
  socket.once('message', (data: Buffer) => resolve({ milliseconds, message: data.toString('utf8'), closeCode: null }));
  socket.once('close', (closeCode) => resolve({ milliseconds, message: null, closeCode }));
  socket.once('unexpected-response', (request, response) => {
    request.destroy();
    reject(new UpgradeRefused(response.statusCode ?? 0));
  });
  socket.on('error', (error) => reject(new Unreached(url, error)));
  return promise.finally(() => {
    clearTimeout(deadline);
    socket.terminate();
  });
}
