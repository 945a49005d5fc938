import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { WebSocket } from 'ws';
import { waitFor } from '@leadlock/voice/testing';
import { parseObject } from '../src/realtime/json.ts';
import type { Sandbox } from '../src/sandbox.ts';

export type Event = Record<string, unknown> & { type: string };

/** A plain client of a realtime service, as any vendor's documentation would have it. */
export class RealtimeClient {
  readonly socket: WebSocket;
  readonly events: Event[] = [];
  /** Messages that were no JSON events. */
  readonly garbage: string[] = [];
  closeCode: number | null = null;
  onEvent: (event: Event) => void = () => undefined;

  private constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => this.#onMessage(data.toString()));
    socket.on('close', (code: number) => (this.closeCode = code));
    socket.on('error', () => undefined);
  }

  static async connect(sandbox: Sandbox, path: string, key: string): Promise<RealtimeClient> {
    const socket = new WebSocket(sandbox.url.replace('http', 'ws') + path, {
      headers: { authorization: `Bearer ${key}` },
    });
    const client = new RealtimeClient(socket);
    await once(socket, 'open');
    return client;
  }

  /** The HTTP status and body that a connection is refused with. */
  static async refusal(
    sandbox: Sandbox,
    path: string,
    headers: Record<string, string>,
  ): Promise<{ status: number | undefined; body: string }> {
    const socket = new WebSocket(sandbox.url.replace('http', 'ws') + path, { headers });
    const [, response] = (await once(socket, 'unexpected-response')) as [unknown, IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode, body: Buffer.concat(chunks).toString() };
  }

  send(event: Record<string, unknown>): void {
    this.socket.send(JSON.stringify(event));
  }

  all(type: string): Event[] {
    return this.events.filter((event) => event.type === type);
  }

  /** The n-th event of this type, once it came. */
  event(type: string, index = 0, timeoutMs = 15_000): Promise<Event> {
    return waitFor(`${type} ${index}`, () => this.all(type)[index], timeoutMs);
  }

  /** Sends an event and waits for the error that answers it. */
  async refused(event: Record<string, unknown>): Promise<Record<string, unknown>> {
    const before = this.all('error').length;
    this.send(event);
    return (await this.event('error', before)).error as Record<string, unknown>;
  }

  /** Sends μ-law as fast as it goes, in frames of 20 ms. */
  speak(mulaw: Uint8Array): void {
    for (let at = 0; at < mulaw.length; at += 160) {
      const audio = Buffer.from(mulaw.subarray(at, at + 160)).toString('base64');
      this.send({ type: 'input_audio_buffer.append', audio });
    }
  }

  /** All audio received. */
  audio(): Buffer {
    return Buffer.concat(
      this.all('response.output_audio.delta').map((one) => Buffer.from(String(one.delta), 'base64')),
    );
  }

  close(): void {
    this.socket.close();
  }

  #onMessage(text: string): void {
    const event = parseObject(text);
    if (!event) {
      this.garbage.push(text);
      return;
    }
    this.events.push(event as Event);
    this.onEvent(event as Event);
  }
}
