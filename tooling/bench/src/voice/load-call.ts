import type { Socket } from 'node:net';
import type { Caller } from '../gateway/deployment.ts';
import type { Dialect } from './dialects.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { hissBytes } from './noise.ts';
import { connectWebSocket, textFrame, unmask } from './websocket-peer.ts';

/** Characters of 20 ms of μ-law. */
const BASE64_OF_FRAME = 216;

/** One direction of all calls. */
export interface Counter {
  latency: LatencyHistogram;
  sent: number;
  received: number;
}

const newCounter = (): Counter => ({ latency: new LatencyHistogram(), sent: 0, received: 0 });
export const counters = { toProvider: newCounter(), toCaller: newCounter() };
/** Whether latencies count. */
export const measuring = { isOn: false };

/**
 * Frames of one direction of a call. While the agent speaks the provider hears silence of the caller's length, and some
 * gateways resample, so only its place in the order says which frame it is that arrives.
 */
class Frames {
  readonly #counter: Counter;
  #sentAt: number[] = [];
  #first = 0;
  /** Parts of a frame that have arrived. */
  #owed = 0;

  constructor(counter: Counter) {
    this.#counter = counter;
  }

  send(socket: Socket, frame: Buffer): void {
    this.#sentAt.push(performance.now());
    this.#counter.sent++;
    socket.write(frame);
  }

  /** So many frames, which may come in one piece. */
  arrived(count: number): void {
    this.#owed += count;
    for (; this.#owed >= 1; this.#owed--) this.#frameArrived();
    if (this.#first < 1_000) return;
    this.#sentAt = this.#sentAt.slice(this.#first);
    this.#first = 0;
  }

  #frameArrived(): void {
    this.#counter.received++;
    const sentAt = this.#sentAt[this.#first++];
    if (measuring.isOn && sentAt !== undefined) this.#counter.latency.add(performance.now() - sentAt);
  }
}

/** Both ends of one call: the phone network's and the provider's. */
export class LoadCall {
  readonly #dialect: Dialect;
  readonly #ringing: Caller;
  readonly #id: string;
  readonly #callerFrame: Buffer;
  readonly #providerFrame: Buffer;
  readonly #toProvider = new Frames(counters.toProvider);
  readonly #toCaller = new Frames(counters.toCaller);
  #caller: Socket | null = null;
  #provider: Socket | null = null;

  constructor(index: number, ringing: Caller, dialect: Dialect) {
    this.#dialect = dialect;
    this.#ringing = ringing;
    this.#id = String(index).padStart(32, '0');
    const payload = hissBytes().toString('base64');
    const media = `"track":"inbound","chunk":"100000","timestamp":"2000000","payload":"${payload}"`;
    this.#callerFrame = textFrame(
      `{"event":"media","sequenceNumber":"100000","media":{${media}},"streamSid":"MZ${this.#id}"}`,
      'client',
    );
    this.#providerFrame = textFrame(dialect.frame(this.#id), 'server');
  }

  get number(): string {
    return this.#ringing.number;
  }

  get hasProvider(): boolean {
    return this.#provider !== null;
  }

  async dial(port: number): Promise<void> {
    const mediaHead = Buffer.from('{"event":"media"');
    const mediaBytes = `{"event":"media","streamSid":"MZ${this.#id}","media":{"payload":""}}`.length;
    const socket = await connectWebSocket(port, '/media', (buffer, start, end, mask) => {
      if (buffer.compare(mediaHead, 0, mediaHead.length, start, start + mediaHead.length) === 0)
        this.#toCaller.arrived((end - start - mediaBytes) / BASE64_OF_FRAME);
      else this.#onControl(unmask(buffer, start, end, mask));
    });
    this.#caller = socket;
    socket.write(textFrame('{"event":"connected","protocol":"Call","version":"1.0.0"}', 'client'));
    const start = {
      event: 'start',
      sequenceNumber: '1',
      start: {
        accountSid: 'AC0',
        streamSid: `MZ${this.#id}`,
        callSid: this.#ringing.callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token: this.#ringing.token },
      },
      streamSid: `MZ${this.#id}`,
    };
    socket.write(textFrame(JSON.stringify(start), 'client'));
  }

  /** The gateway has opened and configured the provider's side of the call: the agent speaks without end. */
  answer(provider: Socket): void {
    this.#provider = provider;
    for (const message of this.#dialect.begin(this.#id)) provider.write(textFrame(message, 'server'));
  }

  sendFrames(): void {
    if (this.#caller && this.#dialect.audioHead !== null) this.#toProvider.send(this.#caller, this.#callerFrame);
    else this.#caller?.write(this.#callerFrame);
    if (this.#provider) this.#toCaller.send(this.#provider, this.#providerFrame);
  }

  /** 20 ms of the caller have arrived at the provider. */
  frameArrived(): void {
    this.#toProvider.arrived(1);
  }

  close(): void {
    this.#caller?.destroy();
    this.#provider?.destroy();
  }

  /** Playback has reached a mark as soon as it arrives: its echo costs the gateway the same. */
  #onControl(message: string): void {
    if (message.startsWith('{"event":"mark"')) this.#caller?.write(textFrame(message, 'client'));
  }
}
