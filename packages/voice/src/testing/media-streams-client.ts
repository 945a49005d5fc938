import { once } from 'node:events';
import { WebSocket } from 'ws';
import { asObject, objectAt, stringAt } from '../wire/json.ts';
import { waitFor } from './wait-for.ts';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const BYTES_PER_MS = 8;

export interface MediaStreamsClientOptions {
  streamSid?: string;
  callSid?: string;
  customParameters?: Record<string, string>;
  /** `realtime` plays what it receives at 8 kHz; `manual` plays only when `play` is called. */
  playback?: 'realtime' | 'manual';
}

type Queued = { audio: Uint8Array } | { mark: string };

/**
 * The other side of a Media Stream, as a phone network would be: it sends the caller's frames, plays what it gets in
 * order, echoes a mark when playback reaches it, and echoes all pending marks at once on `clear`.
 */
export class MediaStreamsClient {
  readonly streamSid: string;
  readonly callSid: string;
  readonly closed: Promise<{ code: number; reason: string }>;
  /** What the caller has heard so far. */
  heard = Buffer.alloc(0);
  /** All audio received, heard or not. */
  received = Buffer.alloc(0);
  clears = 0;
  readonly messages: string[] = [];

  readonly #socket: WebSocket;
  readonly #customParameters: Record<string, string>;
  readonly #realtime: boolean;
  #queue: Queued[] = [];
  #player: NodeJS.Timeout | null = null;
  #sequence = 1;
  #chunk = 1;

  private constructor(socket: WebSocket, options: MediaStreamsClientOptions) {
    this.#socket = socket;
    this.streamSid = options.streamSid ?? `MZ${'0'.repeat(31)}1`;
    this.callSid = options.callSid ?? `CA${'0'.repeat(31)}1`;
    this.#customParameters = options.customParameters ?? {};
    this.#realtime = options.playback !== 'manual';
    this.closed = new Promise((resolve) => {
      socket.once('close', (code: number, reason: Buffer) => {
        if (this.#player) clearInterval(this.#player);
        resolve({ code, reason: reason.toString() });
      });
    });
    socket.on('error', () => undefined);
    socket.on('message', (data: Buffer) => this.#onMessage(data.toString()));
    if (this.#realtime) this.#player = setInterval(() => this.play(FRAME_MS), FRAME_MS);
  }

  /** Connects and, unless told otherwise, sends `connected` and `start`. */
  static async connect(
    url: string,
    options: MediaStreamsClientOptions = {},
    start: 'start' | 'silent' = 'start',
  ): Promise<MediaStreamsClient> {
    const socket = new WebSocket(url, { perMessageDeflate: false });
    const client = new MediaStreamsClient(socket, options);
    await once(socket, 'open');
    if (start === 'start') client.sendStart();
    return client;
  }

  sendStart(): void {
    this.send({ event: 'connected', protocol: 'Call', version: '1.0.0' });
    this.send({
      event: 'start',
      sequenceNumber: String(this.#sequence++),
      start: {
        accountSid: `AC${'0'.repeat(31)}1`,
        streamSid: this.streamSid,
        callSid: this.callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: this.#customParameters,
      },
      streamSid: this.streamSid,
    });
  }

  /** Sends μ-law as 20 ms frames, all at once. */
  sendAudio(mulaw: Uint8Array): void {
    for (let offset = 0; offset < mulaw.length; offset += FRAME_BYTES) {
      this.sendPayload(Buffer.from(mulaw.subarray(offset, offset + FRAME_BYTES)).toString('base64'));
    }
  }

  sendPayload(payload: string): void {
    const timestamp = String(this.#chunk * FRAME_MS);
    this.send({
      event: 'media',
      sequenceNumber: String(this.#sequence++),
      media: { track: 'inbound', chunk: String(this.#chunk++), timestamp, payload },
      streamSid: this.streamSid,
    });
  }

  sendDtmf(digit: string): void {
    this.send({
      event: 'dtmf',
      streamSid: this.streamSid,
      sequenceNumber: String(this.#sequence++),
      dtmf: { track: 'inbound_track', digit },
    });
  }

  sendStop(): void {
    this.send({
      event: 'stop',
      sequenceNumber: String(this.#sequence++),
      stop: { accountSid: `AC${'0'.repeat(31)}1`, callSid: this.callSid },
      streamSid: this.streamSid,
    });
  }

  send(message: Record<string, unknown>): void {
    this.sendRaw(JSON.stringify(message));
  }

  sendRaw(message: string | Buffer, binary = false): void {
    if (this.#socket.readyState === WebSocket.OPEN) this.#socket.send(message, { binary });
  }

  /** The caller hangs up. */
  hangUp(): void {
    this.sendStop();
    this.#socket.close(1000);
  }

  /** The connection breaks without a word. */
  drop(): void {
    this.#socket.terminate();
  }

  /** Waits until the other side has taken in everything sent so far. */
  async settled(): Promise<void> {
    this.#socket.ping();
    await once(this.#socket, 'pong');
  }

  /** Stops to read from the socket, as a peer does that hangs. */
  pauseReading(): void {
    this.#socket.pause();
  }

  /** Plays `ms` of what is queued; less when there is less. */
  play(ms: number): void {
    let budget = ms * BYTES_PER_MS;
    for (let next = this.#queue[0]; next; next = this.#queue[0]) {
      if ('mark' in next) {
        this.#echo(next.mark);
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

  /** Waits until the caller has heard at least `ms` of audio. */
  async heardAtLeast(ms: number): Promise<void> {
    await waitFor(`${ms} ms heard`, () => this.heard.length >= ms * BYTES_PER_MS);
  }

  async receivedAtLeast(ms: number): Promise<void> {
    await waitFor(`${ms} ms received`, () => this.received.length >= ms * BYTES_PER_MS);
  }

  #onMessage(text: string): void {
    this.messages.push(text);
    const message = asObject(JSON.parse(text));
    switch (stringAt(message, 'event')) {
      case 'media': {
        const audio = Buffer.from(stringAt(objectAt(message, 'media'), 'payload') ?? '', 'base64');
        this.received = Buffer.concat([this.received, audio]);
        this.#queue.push({ audio });
        break;
      }
      case 'mark': {
        const name = stringAt(objectAt(message, 'mark'), 'name') ?? '';
        if (this.#queue.length === 0) this.#echo(name);
        else this.#queue.push({ mark: name });
        break;
      }
      case 'clear': {
        this.clears++;
        const dropped = this.#queue;
        this.#queue = [];
        for (const entry of dropped) if ('mark' in entry) this.#echo(entry.mark);
        break;
      }
      default:
        throw new Error(`A phone network would not understand ${text}`);
    }
  }

  #echo(name: string): void {
    this.send({
      event: 'mark',
      sequenceNumber: String(this.#sequence++),
      streamSid: this.streamSid,
      mark: { name },
    });
  }
}
