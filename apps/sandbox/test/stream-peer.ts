import type { WebSocket } from 'ws';
import { waitFor } from '@leadlock/voice/testing';

type Message = Record<string, unknown>;

/** The tenant's end of a Media Stream, doing what a test tells it to. */
export class StreamPeer {
  readonly socket: WebSocket;
  readonly messages: Message[] = [];
  closeCode: number | null = null;
  /** Takes the caller's audio, in base64, as it comes. */
  onMedia: (payload: string) => void = () => undefined;

  /** Made as soon as the socket is there: earlier messages are not seen. */
  constructor(socket: WebSocket) {
    this.socket = socket;
    socket.on('message', (data: Buffer) => {
      const message = JSON.parse(data.toString()) as Message & { media?: { payload: string } };
      this.messages.push(message);
      if (message.media) this.onMedia(message.media.payload);
    });
    socket.on('close', (code: number) => (this.closeCode = code));
  }

  all(event: string): Message[] {
    return this.messages.filter((message) => message.event === event);
  }

  /** The n-th message of this kind, once it came. */
  message(event: string, index = 0): Promise<Message> {
    return waitFor(`${event} message ${index}`, () => this.all(event)[index]);
  }

  get streamSid(): unknown {
    return this.messages.find((message) => message.event === 'start')?.streamSid;
  }

  play(mulaw: Uint8Array): void {
    this.#send({ event: 'media', media: { payload: Buffer.from(mulaw).toString('base64') } });
  }

  mark(name: string): void {
    this.#send({ event: 'mark', mark: { name } });
  }

  clear(): void {
    this.#send({ event: 'clear' });
  }

  #send(message: Message): void {
    this.socket.send(JSON.stringify({ ...message, streamSid: this.streamSid }));
  }
}
