import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocketServer, type WebSocket } from 'ws';
import { asObject, stringAt, type JsonObject } from '../wire/json.ts';
import { waitFor } from './wait-for.ts';

/** ElevenLabs, doing only what a test tells it to, over real sockets. */
export class ScriptedElevenLabs {
  /** Ids of agents there are none of. */
  readonly missing = new Set<string>();
  /** Set to answer the next requests with this status and text. */
  refusal: { status: number; headers?: Record<string, string>; body?: string } | null = null;
  /** Says nothing after a connection. */
  mute = false;
  format = 'ulaw_8000';
  /** Set to name another address to talk at. */
  signedUrl: string | null = null;
  /** What was asked for: method, path and key. */
  readonly requests: { method: string; path: string; key: string | undefined; body: JsonObject | null }[] = [];
  readonly conversations: ScriptedConversation[] = [];
  readonly agents: { agent_id: string; name: string; created_at_unix_secs: number }[] = [];
  readonly #http: Server;

  private constructor(http: Server) {
    this.#http = http;
    const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
    http.on('upgrade', (request, socket, head) => {
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        this.conversations.push(new ScriptedConversation(webSocket, request, this.mute ? null : this.format));
      });
    });
    http.on('request', (request, response) => {
      const parts: Buffer[] = [];
      request.on('data', (part: Buffer) => parts.push(part));
      request.on('end', () => this.#answer(request, Buffer.concat(parts).toString(), response));
    });
  }

  static async start(): Promise<ScriptedElevenLabs> {
    const http = createServer();
    http.listen(0, '127.0.0.1');
    await once(http, 'listening');
    return new ScriptedElevenLabs(http);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#http.address() as AddressInfo).port}`;
  }

  conversation(index = 0): Promise<ScriptedConversation> {
    return waitFor(`conversation ${index}`, () => this.conversations[index]);
  }

  async close(): Promise<void> {
    for (const conversation of this.conversations) conversation.drop();
    this.#http.close();
    this.#http.closeAllConnections();
    await once(this.#http, 'close');
  }

  #answer(request: IncomingMessage, text: string, response: ServerResponse): void {
    const { pathname, searchParams } = new URL(request.url ?? '', this.url);
    const method = request.method ?? '';
    const key = request.headers['xi-api-key'] as string | undefined;
    this.requests.push({ method, path: pathname, key, body: text === '' ? null : asObject(JSON.parse(text)) });
    const send = (status: number, body: unknown, headers: Record<string, string> = {}): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(typeof body === 'string' ? body : JSON.stringify(body));
    };
    if (this.refusal) return send(this.refusal.status, this.refusal.body ?? '{}', this.refusal.headers);
    if (pathname.endsWith('/get-signed-url')) {
      const agent = searchParams.get('agent_id') ?? '';
      if (this.missing.has(agent)) return send(404, { detail: { status: 'not_found', message: 'No such agent' } });
      if (this.signedUrl !== null) return send(200, { signed_url: this.signedUrl });
      return send(200, { signed_url: `${this.url.replace('http', 'ws')}/v1/convai/conversation?agent_id=${agent}` });
    }
    if (method === 'GET' && pathname === '/v1/convai/agents')
      return send(200, { agents: this.agents, has_more: false });
    if (method === 'GET') return send(200, { tools: [], has_more: false });
    if (pathname === '/v1/convai/agents/create') {
      const created = { agent_id: `agent_${this.agents.length + 1}`, created_at_unix_secs: 1 };
      this.agents.push({ ...created, name: stringAt(asObject(JSON.parse(text)), 'name') ?? '' });
      return send(200, created);
    }
    return send(200, { id: 'tool_1' });
  }
}

/** One conversation as the agent's side of it sees it. */
export class ScriptedConversation {
  readonly request: IncomingMessage;
  /** Everything received except audio, in order. */
  readonly received: JsonObject[] = [];
  readonly payloads: string[] = [];
  readonly closed: Promise<number>;
  readonly #socket: WebSocket;

  constructor(socket: WebSocket, request: IncomingMessage, format: string | null) {
    this.#socket = socket;
    this.request = request;
    this.closed = new Promise((resolve) => socket.once('close', (code: number) => resolve(code)));
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#onMessage(data.toString(), format));
  }

  get audio(): Buffer {
    return Buffer.concat(this.payloads.map((payload) => Buffer.from(payload, 'base64')));
  }

  /** The messages of a type so far, once there are `count`. */
  got(type: string, count = 1): Promise<JsonObject[]> {
    return waitFor(`${count} ${type}`, () => {
      const found = this.received.filter((message) => message['type'] === type);
      return found.length >= count ? found : undefined;
    });
  }

  send(event: JsonObject | string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(typeof event === 'string' ? event : JSON.stringify(event));
  }

  words(eventId: number, agent_response: string): void {
    this.send({ type: 'agent_response', agent_response_event: { agent_response, event_id: eventId } });
  }

  sound(eventId: number, mulaw: Uint8Array): void {
    const audio_base_64 = Buffer.from(mulaw).toString('base64');
    this.send({ type: 'audio', audio_event: { audio_base_64, event_id: eventId } });
  }

  heard(eventId: number, user_transcript: string): void {
    this.send({ type: 'user_transcript', user_transcription_event: { user_transcript, event_id: eventId } });
  }

  interrupts(eventId: number): void {
    this.send({ type: 'interruption', interruption_event: { event_id: eventId } });
  }

  score(vad_score: number): void {
    this.send({ type: 'vad_score', vad_score_event: { vad_score } });
  }

  callTool(tool_call_id: string, tool_name: string, parameters: JsonObject): void {
    this.send({ type: 'client_tool_call', client_tool_call: { tool_name, tool_call_id, parameters, event_id: 1 } });
  }

  drop(): void {
    this.#socket.terminate();
  }

  closeWith(code: number, reason?: string): void {
    this.#socket.close(code, reason);
  }

  #onMessage(text: string, format: string | null): void {
    const message = asObject(JSON.parse(text));
    if (!message) throw new Error(`ElevenLabs would not understand ${text}`);
    const chunk = stringAt(message, 'user_audio_chunk');
    if (chunk !== null) {
      this.payloads.push(chunk);
      return;
    }
    this.received.push(message);
    if (message['type'] !== 'conversation_initiation_client_data' || format === null) return;
    const conversation_initiation_metadata_event = {
      conversation_id: 'conv_1',
      agent_output_audio_format: format,
      user_input_audio_format: 'ulaw_8000',
    };
    this.send({ type: 'conversation_initiation_metadata', conversation_initiation_metadata_event });
  }
}
