import { createServer, type IncomingMessage, type Server } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { asObject, stringAt, type JsonObject } from '../wire/json.ts';
import { waitFor } from './wait-for.ts';

/** A realtime voice provider that does only what a test tells it to, over a real socket. */
export class ScriptedRealtimeServer {
  /** Set to refuse the next connections with this HTTP status. */
  refuseWith: number | null = null;
  /** What the refusal says beside its status. */
  refusal: { headers?: Record<string, string>; body?: string } = {};
  /** Set to accept connections and then say nothing at all. */
  mute = false;
  /** How many connections were refused. */
  refusals = 0;
  readonly connections: ScriptedRealtimeConnection[] = [];
  readonly #http: Server;

  private constructor(http: Server) {
    this.#http = http;
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    http.on('upgrade', (request, socket, head) => {
      if (this.refuseWith !== null) {
        this.refusals++;
        socket.end(refusalText(this.refuseWith, this.refusal));
        return;
      }
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.connections.push(new ScriptedRealtimeConnection(webSocket, request, this.mute));
      });
    });
  }

  static async start(): Promise<ScriptedRealtimeServer> {
    const http = createServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new ScriptedRealtimeServer(http);
  }

  get url(): string {
    return `ws://127.0.0.1:${(this.#http.address() as AddressInfo).port}/v1/realtime`;
  }

  /** The connection with this index, once it is there. */
  connection(index = 0): Promise<ScriptedRealtimeConnection> {
    return waitFor(`provider connection ${index}`, () => this.connections[index]);
  }

  async close(): Promise<void> {
    for (const connection of this.connections) connection.drop();
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, 'close');
  }
}

function refusalText(status: number, { headers = {}, body = '' }: ScriptedRealtimeServer['refusal']): string {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const head = [`HTTP/1.1 ${status} Refused`, 'Connection: close', `Content-Length: ${Buffer.byteLength(body)}`];
  return [...head, ...lines, '', body].join('\r\n');
}

export interface SpokenAnswer {
  responseId: string;
  itemId: string;
  text: string;
  /** μ-law, sent in deltas of 100 ms. */
  audio: Uint8Array;
  usage?: JsonObject;
}

export class ScriptedRealtimeConnection {
  readonly request: IncomingMessage;
  /** Everything received except audio, in order. */
  readonly received: JsonObject[] = [];
  /** The base64 payloads of all audio received. */
  readonly payloads: string[] = [];
  readonly closed: Promise<number>;
  /** Says nothing by itself any more. */
  mute: boolean;
  readonly #socket: WebSocket;
  #taken = 0;

  constructor(socket: WebSocket, request: IncomingMessage, mute: boolean) {
    this.#socket = socket;
    this.request = request;
    this.mute = mute;
    this.closed = new Promise((resolve) => socket.once('close', (code: number) => resolve(code)));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#onMessage(data.toString()));
    if (!mute) this.send({ type: 'session.created', session: { id: 'sess_1', type: 'realtime' } });
  }

  get audio(): Buffer {
    return Buffer.concat(this.payloads.map((payload) => Buffer.from(payload, 'base64')));
  }

  /** The next message that was not taken yet, which must have this type. */
  async expect(type: string): Promise<JsonObject> {
    const message = await waitFor(`a ${type} message`, () => this.received[this.#taken]);
    if (message.type !== type) throw new Error(`Expected ${type}, got ${JSON.stringify(message)}`);
    this.#taken++;
    return message;
  }

  /** Messages that no `expect` has taken. */
  get leftovers(): JsonObject[] {
    return this.received.slice(this.#taken);
  }

  countOf(type: string): number {
    return this.received.filter((message) => message.type === type).length;
  }

  send(event: JsonObject): void {
    this.sendRaw(JSON.stringify(event));
  }

  sendRaw(message: string | Buffer): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(message, { binary: false });
  }

  /** Begins an answer with one spoken item. */
  beginAnswer({ responseId, itemId }: Pick<SpokenAnswer, 'responseId' | 'itemId'>): void {
    this.send({ type: 'response.created', event_id: 'e', response: { id: responseId, status: 'in_progress' } });
    this.send({
      type: 'response.output_item.added',
      event_id: 'e',
      response_id: responseId,
      output_index: 0,
      item: { id: itemId, type: 'message', role: 'assistant', content: [] },
    });
  }

  sendSpeech({ responseId, itemId, text, audio }: SpokenAnswer): void {
    const part = { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 };
    this.send({ type: 'response.output_audio_transcript.delta', event_id: 'e', ...part, delta: text });
    for (let offset = 0; offset < audio.length; offset += 800) {
      const delta = Buffer.from(audio.subarray(offset, offset + 800)).toString('base64');
      this.send({ type: 'response.output_audio.delta', event_id: 'e', ...part, delta });
    }
  }

  finishAnswer({ responseId, itemId, text, usage }: Omit<SpokenAnswer, 'audio'>, status = 'completed'): void {
    const part = { response_id: responseId, item_id: itemId, output_index: 0, content_index: 0 };
    this.send({ type: 'response.output_audio.done', event_id: 'e', ...part });
    this.send({ type: 'response.output_audio_transcript.done', event_id: 'e', ...part, transcript: text });
    this.finishResponse(responseId, status, usage);
  }

  /** A whole spoken answer, sent faster than real time as providers do. */
  answer(answer: SpokenAnswer): void {
    this.beginAnswer(answer);
    this.sendSpeech(answer);
    this.finishAnswer(answer);
  }

  finishResponse(responseId: string, status = 'completed', usage?: JsonObject, status_details?: JsonObject): void {
    const response = {
      id: responseId,
      status,
      output: [],
      ...(usage && { usage }),
      ...(status_details && { status_details }),
    };
    this.send({ type: 'response.done', event_id: 'e', response });
  }

  /** An answer that only calls a function. */
  callTool(responseId: string, call: { id: string; name: string; arguments: string }): void {
    const item = { id: `fc_${call.id}`, type: 'function_call', call_id: call.id, name: call.name };
    this.send({ type: 'response.created', event_id: 'e', response: { id: responseId, status: 'in_progress' } });
    this.send({
      type: 'response.output_item.added',
      event_id: 'e',
      response_id: responseId,
      output_index: 0,
      item: { ...item, arguments: '' },
    });
    this.send({
      type: 'response.function_call_arguments.done',
      event_id: 'e',
      response_id: responseId,
      item_id: item.id,
      output_index: 0,
      call_id: call.id,
      name: call.name,
      arguments: call.arguments,
    });
    const done = { ...item, arguments: call.arguments, status: 'completed' };
    this.send({
      type: 'response.output_item.done',
      event_id: 'e',
      response_id: responseId,
      output_index: 0,
      item: done,
    });
    this.send({
      type: 'response.done',
      event_id: 'e',
      response: { id: responseId, status: 'completed', output: [done] },
    });
  }

  /** The caller speaks, as the provider's voice activity detection sees it. */
  callerStarts(itemId: string): void {
    this.send({ type: 'input_audio_buffer.speech_started', event_id: 'e', audio_start_ms: 0, item_id: itemId });
  }

  callerStops(itemId: string): void {
    this.send({ type: 'input_audio_buffer.speech_stopped', event_id: 'e', audio_end_ms: 0, item_id: itemId });
    this.send({ type: 'input_audio_buffer.committed', event_id: 'e', item_id: itemId, previous_item_id: null });
  }

  callerSaid(itemId: string, transcript: string): void {
    this.send({
      type: 'conversation.item.input_audio_transcription.completed',
      event_id: 'e',
      item_id: itemId,
      content_index: 0,
      transcript,
    });
  }

  /** A whole turn of the caller with its words. */
  callerTurn(itemId: string, words: string): void {
    this.callerStarts(itemId);
    this.callerStops(itemId);
    this.callerSaid(itemId, words);
  }

  drop(): void {
    this.#socket.terminate();
  }

  closeWith(code: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  #onMessage(text: string): void {
    const message = asObject(JSON.parse(text));
    if (!message) throw new Error(`A provider would not understand ${text}`);
    if (message.type === 'input_audio_buffer.append') {
      this.payloads.push(stringAt(message, 'audio') ?? '');
      return;
    }
    this.received.push(message);
    if (message.type === 'session.update' && !this.mute)
      this.send({ type: 'session.updated', session: message.session });
  }
}
