import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import twilio from 'twilio';
import { WebSocketServer } from 'ws';
import { waitFor } from '@leadlock/voice/testing';
import { StreamPeer } from './stream-peer.ts';

export interface ReceivedWebhook {
  path: string;
  params: Record<string, string>;
  /** By the official SDK. */
  signed: boolean;
}

type Answer = string | { status: number; type?: string; body?: string | Buffer };

/** A tenant's web server: takes signed webhooks, answers what it is told, and accepts Media Streams. */
export class TenantServer {
  readonly webhooks: ReceivedWebhook[] = [];
  readonly streams: StreamPeer[] = [];
  readonly streamHeaders: Record<string, unknown>[] = [];
  readonly #server: Server;
  readonly #authToken: string;
  readonly #answers = new Map<string, Answer>();

  private constructor(server: Server, authToken: string) {
    this.#server = server;
    this.#authToken = authToken;
    server.on('request', (request, response) => void this.#onRequest(request, response));
    const sockets = new WebSocketServer({ server });
    sockets.on('connection', (socket, request) => {
      this.streams.push(new StreamPeer(socket));
      this.streamHeaders.push({ ...request.headers, url: request.url });
    });
  }

  static async start(authToken: string): Promise<TenantServer> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new TenantServer(server, authToken);
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get streamUrl(): string {
    return `${this.url.replace('http', 'ws')}/media`;
  }

  /** What a request to `path` is answered from now on; a plain text is TwiML. */
  answer(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  /** The n-th webhook to `path`, once it came. */
  webhook(path: string, index = 0): Promise<ReceivedWebhook> {
    return waitFor(`webhook ${index} to ${path}`, () => this.webhooks.filter((one) => one.path === path)[index]);
  }

  async close(): Promise<void> {
    for (const stream of this.streams) stream.socket.terminate();
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }

  async #onRequest(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const path = request.url ?? '';
    const params = Object.fromEntries(new URLSearchParams(Buffer.concat(chunks).toString()));
    const header = String(request.headers['x-twilio-signature']);
    const signed = twilio.validateRequest(this.#authToken, header, this.url + path, params);
    this.webhooks.push({ path, params, signed });
    const answer = this.#answers.get(path) ?? { status: 204 };
    const { status, type, body } =
      typeof answer === 'string' ? { status: 200, type: 'text/xml', body: answer } : answer;
    response.writeHead(status, type ? { 'content-type': type } : {});
    response.end(body);
  }
}
