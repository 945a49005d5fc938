import { once } from 'node:events';
import { WebSocket } from 'ws';
import { asObject, stringAt, type JsonObject } from '../wire/json.ts';
import { waitFor } from './wait-for.ts';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const BYTES_PER_MS = 8;

export interface BrowserCallClientOptions {
  /** `realtime` plays what it receives at 8 kHz; `manual` plays only when `play` is called. */
  playback?: 'realtime' | 'manual';
}

type Queued = { audio: Buffer } | { mark: string };

/** A person's end of a call in the browser, as the dashboard implements docs/browser-calls.md. */
export class BrowserCallClient {
  readonly closed: Promise<{ code: number; reason: string }>;
  /** What the person has heard so far. */
  heard: Buffer = Buffer.alloc(0);
  /** All audio received, heard or not. */
  received: Buffer = Buffer.alloc(0);
  /** How often it was asked whether it is there. */
  pings = 0;
  /** Everything that came as text, in order. */
  readonly messages: JsonObject[] = [];

  readonly #socket: WebSocket;
  #queue: Queued[] = [];
  #player: NodeJS.Timeout | null = null;

  private constructor(socket: WebSocket, { playback = 'realtime' }: BrowserCallClientOptions) {
    this.#socket = socket;
    this.closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) => {
        if (this.#player) clearInterval(this.#player);
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('error', () => undefined);
    socket.on('ping', () => this.pings++);
    socket.on('message', (data: Buffer, isBinary: boolean) => this.#onMessage(data, isBinary));
    if (playback === 'realtime') this.#player = setInterval(() => this.play(FRAME_MS), FRAME_MS);
  }

  /** Connects and, where a token is given, starts the call. */
  static async connect(
    url: string,
    token: string | null,
    options: BrowserCallClientOptions = {},
  ): Promise<BrowserCallClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new BrowserCallClient(socket, options);
    await once(socket, 'open');
    if (token !== null) client.send({ type: 'start', token });
    return client;
  }

  send(message: JsonObject): void {
    this.sendRaw(JSON.stringify(message), false);
  }

  sendRaw(message: string | Buffer, binary: boolean): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message, { binary });
  }

  /** Sends μ-law as 20 ms frames, all at once. */
  sendAudio(mulaw: Uint8Array): void {
    for (let offset = 0; offset + FRAME_BYTES <= mulaw.length; offset += FRAME_BYTES) {
      this.sendRaw(Buffer.from(mulaw.subarray(offset, offset + FRAME_BYTES)), true);
    }
  }

  /** Speaks μ-law into the microphone: frame by frame, at the speed of speech. */
  async speak(mulaw: Uint8Array): Promise<void> {
    const startedAt = performance.now();
    for (let frame = 0; (frame + 1) * FRAME_BYTES <= mulaw.length; frame++) {
      const wait = startedAt + frame * FRAME_MS - performance.now();
      if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
      this.sendAudio(mulaw.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES));
    }
  }

  type(text: string): void {
    this.send({ type: 'text', text });
  }

  hangUp(): void {
    this.send({ type: 'hangup' });
  }

  /** The connection breaks without a word. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Stops to read from the socket, as a tab does that hangs. */
  pauseReading(): void {
    this.#socket.pause();
  }

  /** Waits until the other side has taken in everything sent so far. */
  async settled(): Promise<void> {
    this.#socket.ping();
    await once(this.#socket, 'pong');
  }

  /** The messages of a type that have come so far. */
  all(type: string): JsonObject[] {
    return this.messages.filter((message) => message['type'] === type);
  }

  /** Waits for a message that has these fields, among those that have come or still come. */
  message(fields: JsonObject, timeoutMs?: number): Promise<JsonObject> {
    const matches = (message: JsonObject): boolean =>
      Object.entries(fields).every(([key, value]) => message[key] === value);
    return waitFor(JSON.stringify(fields), () => this.messages.find(matches), timeoutMs);
  }

  /** Plays `ms` of what is queued; less when there is less. */
  play(ms: number): void {
    let budget = ms * BYTES_PER_MS;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if ('mark' in next) {
        this.#played(next.mark);
        this.#queue.shift();
      } else {
        if (budget === 0) return;
        const played = next.audio.subarray(0, budget);
        this.heard = Buffer.concat([this.heard, played]);
        budget -= played.length;
        if (played.length === next.audio.length) this.#queue.shift();
        else next.audio = next.audio.subarray(played.length);
      }
    }
  }

  async heardAtLeast(ms: number, timeoutMs?: number): Promise<void> {
    await waitFor(`${ms} ms heard`, () => this.heard.length >= ms * BYTES_PER_MS, timeoutMs);
  }

  async receivedAtLeast(ms: number): Promise<void> {
    await waitFor(`${ms} ms received`, () => this.received.length >= ms * BYTES_PER_MS);
  }

  #onMessage(data: Buffer, isBinary: boolean): void {
    if (isBinary) {
      this.received = Buffer.concat([this.received, data]);
      this.#queue.push({ audio: data });
      return;
    }
    const message = asObject(JSON.parse(data.toString())) ?? {};
    this.messages.push(message);
    switch (message['type']) {
      case 'mark': {
        const name = stringAt(message, 'name') ?? '';
        if (this.#queue.length === 0) this.#played(name);
        else this.#queue.push({ mark: name });
        return;
      }
      case 'clear': {
        const dropped = this.#queue;
        this.#queue = [];
        for (const entry of dropped) if ('mark' in entry) this.#played(entry.mark);
        return;
      }
      default:
        return;
    }
  }

  #played(mark: string): void {
    this.send({ type: 'played', mark });
  }
}
