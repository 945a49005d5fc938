import type { WebSocket } from 'ws';
import type { Monitor } from './monitored-line.ts';

/** Half a minute of both sides. Who is so far behind does not hear a call live, and is cut off. */
const MOST_BUFFERED_BYTES = 512 * 1024;
const POLICY_VIOLATION = 1008;
const PING_INTERVAL_MS = 10_000;
const TEXT = { binary: false, compress: false };
const BINARY = { binary: true, compress: false };

/** A page, or a program, that hears a call through a WebSocket (docs/live-listening.md). It says nothing after its token. */
export class MonitorStream implements Monitor {
  readonly #socket: WebSocket;
  /** A pong has come since the last ping. */
  #isAlive = true;

  /** @param onGone is called once, when the socket is closed, by whom ever */
  constructor(socket: WebSocket, onGone: () => void, pingIntervalMs = PING_INTERVAL_MS) {
    this.#socket = socket;
    const pinger = setInterval(() => this.#ping(), pingIntervalMs);
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('message', () => socket.close(POLICY_VIOLATION, 'nothing to say'));
    socket.once('close', () => {
      clearInterval(pinger);
      onGone();
    });
  }

  /** Tells that the token is good, and of which call. */
  ready(callId: string): void {
    this.#send({ type: 'ready', call_id: callId });
  }

  onSound(message: Buffer): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MOST_BUFFERED_BYTES) this.#socket.terminate();
    else this.#socket.send(message, BINARY);
  }

  onClear(): void {
    this.#send({ type: 'clear' });
  }

  onEnded(): void {
    this.#send({ type: 'ended' });
    this.#socket.close(1000);
  }

  #send(message: object): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message), TEXT);
  }

  #ping(): void {
    if (this.#isAlive) this.#socket.ping();
    else this.#socket.terminate();
    this.#isAlive = false;
  }
}
