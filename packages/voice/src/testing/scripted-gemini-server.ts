import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { IncomingMessage } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import { asObject, objectAt, objectsAt, stringAt, type JsonObject } from '../wire/json.ts';
import { waitFor } from './wait-for.ts';

/** Gemini Live that does only what a test tells it to, over a real socket, in binary frames as Google's. */
export class ScriptedGeminiServer {
  /** Set to leave the setup of the next connections without an answer. */
  mute = false;
  /** Set to close the next connections that are set up so; `null` answers them. */
  refuse: (setup: JsonObject, request: IncomingMessage) => [code: number, reason: string] | null = () => null;
  readonly connections: ScriptedGeminiConnection[] = [];
  readonly #sockets: WebSocketServer;

  private constructor(sockets: WebSocketServer) {
    this.#sockets = sockets;
    sockets.on('connection', (socket, request) => {
      this.connections.push(new ScriptedGeminiConnection(socket, request, this));
    });
  }

  static async start(): Promise<ScriptedGeminiServer> {
    const sockets = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
    await once(sockets, 'listening');
    return new ScriptedGeminiServer(sockets);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#sockets.address() as AddressInfo).port}`;
  }

  /** The connection with this index, once it is set up. */
  connection(index = 0): Promise<ScriptedGeminiConnection> {
    return waitFor(`connection ${index}`, () => {
      const connection = this.connections[index];
      return connection?.isSetUp ? connection : null;
    });
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.drop();
    await new Promise((resolve) => this.#sockets.close(resolve));
  }
}

export class ScriptedGeminiConnection {
  readonly request: IncomingMessage;
  /** Everything received except audio, in order. */
  readonly received: JsonObject[] = [];
  /** 16-bit samples at 16 kHz that came between the last start of activity and now. */
  audio: Buffer = Buffer.alloc(0);
  closeCode: number | null = null;
  isSetUp = false;
  readonly #socket: WebSocket;
  readonly #server: ScriptedGeminiServer;
  #taken = 0;

  constructor(socket: WebSocket, request: IncomingMessage, server: ScriptedGeminiServer) {
    this.#socket = socket;
    this.request = request;
    this.#server = server;
    socket.on('error', () => undefined);
    socket.on('close', (code: number) => (this.closeCode = code));
    socket.on('message', (data: Buffer) => this.#onMessage(asObject(JSON.parse(data.toString())) ?? {}));
  }

  /** The next message that was not taken yet, which must have this key. */
  async expect(key: string): Promise<JsonObject> {
    const message = await waitFor(`a ${key} message`, () => this.received[this.#taken]);
    if (!(key in message)) throw new Error(`Expected ${key}, got ${JSON.stringify(message)}`);
    this.#taken++;
    return asObject(message[key]) ?? {};
  }

  /** The texts of the next message, which must be the content of turns. */
  async expectContent(): Promise<{ texts: string[]; turnComplete: unknown }> {
    const content = await this.expect('clientContent');
    const parts = objectsAt(content, 'turns').flatMap((turn) => objectsAt(turn, 'parts'));
    return { texts: parts.map((part) => stringAt(part, 'text') ?? ''), turnComplete: content.turnComplete };
  }

  /** The signal of the caller's activity that must come next. */
  async expectActivity(signal: 'activityStart' | 'activityEnd'): Promise<void> {
    const input = await this.expect('realtimeInput');
    if (objectAt(input, signal) === null) throw new Error(`Expected ${signal}, got ${JSON.stringify(input)}`);
  }

  get leftovers(): JsonObject[] {
    return this.received.slice(this.#taken);
  }

  send(message: JsonObject): void {
    this.sendRaw(JSON.stringify(message));
  }

  sendRaw(message: string): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(Buffer.from(message), { binary: true });
  }

  content(content: JsonObject): void {
    this.send({ serverContent: content });
  }

  /** 16-bit samples at 24 kHz. */
  speak(samples: Int16Array): void {
    const data = Buffer.from(samples.buffer, samples.byteOffset, samples.byteLength).toString('base64');
    this.content({ modelTurn: { parts: [{ inlineData: { mimeType: 'audio/pcm;rate=24000', data } }] } });
  }

  /** A whole spoken answer. */
  answer(text: string, samples: Int16Array): void {
    this.speak(samples);
    this.content({ outputTranscription: { text } });
    this.content({ generationComplete: true });
    this.content({ turnComplete: true });
  }

  callTool(...functionCalls: { id: string; name: string; args: JsonObject }[]): void {
    this.send({ toolCall: { functionCalls } });
  }

  drop(): void {
    this.#socket.terminate();
  }

  closeWith(code: number, reason = ''): void {
    this.#socket.close(code, reason);
  }

  #onMessage(message: JsonObject): void {
    const input = objectAt(message, 'realtimeInput');
    const audio = objectAt(input, 'audio');
    if (audio) {
      this.audio = Buffer.concat([this.audio, Buffer.from(stringAt(audio, 'data') ?? '', 'base64')]);
      return;
    }
    if (objectAt(input, 'activityStart')) this.audio = Buffer.alloc(0);
    this.received.push(message);
    const setup = objectAt(message, 'setup');
    if (!setup || this.#server.mute) return;
    const refusal = this.#server.refuse(setup, this.request);
    if (refusal) return this.closeWith(...refusal);
    this.isSetUp = true;
    this.send({ setupComplete: {} });
  }
}
