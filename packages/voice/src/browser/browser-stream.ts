import type { WebSocket } from 'ws';
import type { EncodedAudio } from '../contracts/audio.ts';
import type { MediaTransport, MediaTransportListener } from '../contracts/media-transport.ts';
import type { LiveEvent } from '../session/live-event.ts';
import { encodeAudio } from '../wire/base64-audio.ts';
import { EarlyAudio } from '../wire/early-audio.ts';
import { MAX_BUFFERED_BYTES } from '../wire/limits.ts';
import { awaitStart, type StartOptions } from './await-start.ts';
import { readClientMessage, type ClientMessage } from './client-message.ts';
import { MessageBudget } from './message-budget.ts';
import { CLEAR_MESSAGE, liveMessage, markMessage, readyMessage } from './server-message.ts';

/** 20 ms of μ-law, the only size of audio that a browser may send. */
const FRAME_BYTES = 160;
const MAX_EARLY_MESSAGES = 64;
/** What messages take from the budget: those that come by the hundreds in an honest call are cheap. */
const CHEAP = 1;
const DEAR = 10;
const POLICY_VIOLATION = 1008;
/** A laptop that goes to sleep does not close its sockets, and a call that nobody is in costs money. */
const PING_INTERVAL_MS = 10_000;
const TEXT = { binary: false, compress: false };
const BINARY = { binary: true, compress: false };

/**
 * WebSocket options of the browser endpoint: the longest text, every character of it escaped, fits a message; and a bad
 * byte in a text must not end a call.
 */
export const BROWSER_SOCKET_OPTIONS = {
  perMessageDeflate: false,
  skipUTF8Validation: true,
  maxPayload: 16 * 1024,
} as const;

export interface BrowserStreamOptions extends Omit<StartOptions, 'onStart'> {
  /** How often the browser is asked whether it is there, in ms; silence until the next time ends its call. */
  pingIntervalMs?: number;
  onStart(stream: BrowserStream, token: string): void;
}

/**
 * Speaks the server's side of the browser protocol (docs/browser-calls.md) on an accepted WebSocket until `start` hands
 * over the stream. The owner of the socket listens for its errors.
 */
export function acceptBrowserStream(socket: WebSocket, options: BrowserStreamOptions): void {
  awaitStart(socket, {
    startTimeoutMs: options.startTimeoutMs,
    onStart: (token) => options.onStart(new BrowserStream(socket, options.pingIntervalMs), token),
    onNotStarted: (reason) => options.onNotStarted(reason),
  });
}

/** A person's side of a call in the browser: audio as binary messages, everything else as JSON. */
export class BrowserStream implements MediaTransport {
  readonly isContinuous = false;
  /** Messages that were not understood. They are ignored: a bad frame never ends a call. */
  malformedMessages = 0;

  readonly #socket: WebSocket;
  readonly #early = new EarlyAudio();
  readonly #budget = new MessageBudget(() => performance.now());
  #earlyMessages: ClientMessage[] = [];
  #listener: MediaTransportListener | null = null;
  #closed: 'hangup' | 'connection_lost' | null = null;
  /** Something has come since the last ping. */
  #isAlive = true;

  constructor(socket: WebSocket, pingIntervalMs = PING_INTERVAL_MS) {
    this.#socket = socket;
    const pinger = setInterval(() => this.#ping(), pingIntervalMs);
    socket.once('close', () => clearInterval(pinger));
    socket.on('pong', () => (this.#isAlive = true));
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#onMessage(data, isBinary));
    socket.once('close', (code: number) => this.#end(code === 1006 ? 'connection_lost' : 'hangup'));
  }

  listen(listener: MediaTransportListener): void {
    const closedBefore = this.#closed;
    this.#listener = listener;
    this.#early.drainTo((audio) => listener.onAudio(audio));
    const messages = this.#earlyMessages;
    this.#earlyMessages = [];
    for (const message of messages) this.#deliver(message, listener);
    if (closedBefore) listener.onClosed(closedBefore);
  }

  /** Tells the browser that its token is good and which call this is. */
  ready(callId: string): void {
    this.#send(readyMessage(callId));
  }

  /** Tells the browser what goes on in its call. */
  show(event: LiveEvent): void {
    this.#send(liveMessage(event));
  }

  sendAudio(audio: EncodedAudio, mark?: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    if (this.#socket.bufferedAmount > MAX_BUFFERED_BYTES) {
      this.#socket.terminate();
      this.#end('connection_lost');
      return;
    }
    this.#socket.send(Buffer.from(audio.toString('latin1'), 'base64'), BINARY);
    if (mark !== undefined) this.sendMark(mark);
  }

  sendMark(name: string): void {
    this.#send(markMessage(name));
  }

  clear(): void {
    this.#send(CLEAR_MESSAGE);
  }

  close(): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.close(1000);
  }

  #send(message: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message, TEXT);
  }

  #ping(): void {
    if (this.#isAlive) this.#socket.ping();
    else this.#socket.terminate();
    this.#isAlive = false;
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (this.#closed) return;
    this.#isAlive = true;
    if (isBinary && data.length === FRAME_BYTES) {
      if (!this.#budget.take(CHEAP)) return this.#refuse();
      const audio = encodeAudio(data);
      if (this.#listener) this.#listener.onAudio(audio);
      else this.#early.push(audio);
      return;
    }
    const message = isBinary ? null : readClientMessage(data);
    // Dropping a long answer has a mark answered for each 0.4 s of it, all at once.
    if (!this.#budget.take(message?.type === 'played' ? CHEAP : DEAR)) return this.#refuse();
    if (!message || message.type === 'start') this.malformedMessages++;
    else if (this.#listener) this.#deliver(message, this.#listener);
    else if (this.#earlyMessages.length < MAX_EARLY_MESSAGES) this.#earlyMessages.push(message);
  }

  #deliver(message: ClientMessage, listener: MediaTransportListener): void {
    switch (message.type) {
      case 'played':
        return listener.onMark(message.mark);
      case 'text':
        return listener.onText(message.text);
      case 'typing':
        return listener.onTyping();
      case 'dtmf':
        return listener.onDtmf(message.digit);
      case 'hangup':
        // The socket stays open for the last words and the reason; the session closes it.
        return this.#end('hangup');
      case 'start':
        return undefined;
    }
  }

  /** A client that floods is cut off; for its call that is a lost connection. */
  #refuse(): void {
    this.#socket.close(POLICY_VIOLATION, 'too many messages');
    this.#end('connection_lost');
  }

  #end(reason: 'hangup' | 'connection_lost'): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#listener?.onClosed(reason);
  }
}
