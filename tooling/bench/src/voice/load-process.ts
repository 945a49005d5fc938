import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { noisePayload, readStamp, stampFrame } from './audio-frame.ts';
import type { Caller } from '../gateway/deployment.ts';
import { LatencyHistogram } from './latency-histogram.ts';
import { processUsage, slope } from './process-usage.ts';
import {
  clientMask,
  connectWebSocket,
  frameHeaderLength,
  listenWebSocket,
  readFrames,
  textFrame,
  unmask,
} from './websocket-peer.ts';

/** What the bench asks the load generator to do; arrives as one JSON line on stdin, after its port was printed. */
export interface LoadOrder {
  gatewayPort: number;
  gatewayPid: number;
  /** Calls that ring; each is held. */
  callers: Caller[];
  warmUpSeconds: number;
  seconds: number;
}

export interface Direction {
  p50Ms: number;
  p99Ms: number;
  maxMs: number;
  sent: number;
  lost: number;
}

export interface LoadResult {
  toProvider: Direction;
  toCaller: Direction;
  cpuMicrosecondsPerFrame: number;
  cpuShare: number;
  /** Of the gateway before the first call, and with all of them. */
  idleRssBytes: number;
  rssBytes: number;
  rssBytesPerCall: number;
  rssSlopeBytesPerMinute: number;
  /** How late the load generator itself came to read and write: part of every latency above, and none of the gateway's. */
  generatorLagP99Ms: number;
}

const FRAME_MS = 20;
const MAX_LATE_FRAMES = 3;
const APPEND_HEAD = '{"type":"input_audio_buffer.append","audio":"';
const APPEND_LENGTH = APPEND_HEAD.length + 216 + 2;

/** A frame ready to send but for its stamp. */
interface Template {
  frame: Buffer;
  stampAt: number;
  masked: boolean;
}

/** Both ends of one call: the phone network's and the provider's. */
class LoadCall {
  readonly #callerFrame: Template;
  #providerFrame: Template;
  readonly #ringing: Caller;
  readonly #streamSid: string;
  readonly #mediaLength: number;
  readonly #mediaStampAt: number;
  #caller: Socket | null = null;
  #provider: Socket | null = null;
  #speaking = false;

  constructor(index: number, caller: Caller) {
    this.#ringing = caller;
    const id = String(index).padStart(32, '0');
    this.#streamSid = `MZ${id}`;
    const head = `{"event":"media","streamSid":"${this.#streamSid}","media":{"payload":"`;
    this.#mediaLength = head.length + 216 + 3;
    this.#mediaStampAt = head.length;
    this.#callerFrame = template(
      `{"event":"media","sequenceNumber":"100000","media":{"track":"inbound","chunk":"100000","timestamp":"2000000","payload":"`,
      `"},"streamSid":"${this.#streamSid}"}`,
      'client',
    );
    const ids = `"event_id":"event_${id}","response_id":"resp_${id}","item_id":"item_${id}"`;
    this.#providerFrame = template(
      `{"type":"response.output_audio.delta",${ids},"output_index":0,"content_index":0,"delta":"`,
      '"}',
      'server',
    );
  }

  get isTalking(): boolean {
    return this.#speaking;
  }

  async dial(port: number): Promise<void> {
    const socket = await connectWebSocket(port, '/media', (buffer, start, end, mask) => {
      if (end - start === this.#mediaLength) received(counters.toCaller, buffer, start + this.#mediaStampAt, 0);
      else this.#onControl(unmask(buffer, start, end, mask));
    });
    this.#caller = socket;
    socket.write(textFrame('{"event":"connected","protocol":"Call","version":"1.0.0"}', 'client'));
    const start = {
      event: 'start',
      sequenceNumber: '1',
      start: {
        accountSid: 'AC0',
        streamSid: this.#streamSid,
        callSid: this.#ringing.callSid,
        tracks: ['inbound'],
        mediaFormat: { encoding: 'audio/x-mulaw', sampleRate: 8000, channels: 1 },
        customParameters: { token: this.#ringing.token },
      },
      streamSid: this.#streamSid,
    };
    socket.write(textFrame(JSON.stringify(start), 'client'));
  }

  /** The gateway has opened the provider's side of a call and configured it. */
  answer(socket: Socket): void {
    const id = this.#streamSid.slice(2);
    this.#provider = socket;
    const say = (message: object): boolean => socket.write(textFrame(JSON.stringify(message), 'server'));
    say({ type: 'session.updated', session: {} });
    say({ type: 'response.created', response: { id: `resp_${id}`, status: 'in_progress' } });
    say({ type: 'response.output_item.added', response_id: `resp_${id}`, item: { id: `item_${id}`, type: 'message' } });
    this.#speaking = true;
  }

  sendFrames(sequence: number): void {
    if (this.#caller) send(this.#caller, this.#callerFrame, sequence, counters.toProvider);
    if (this.#provider) send(this.#provider, this.#providerFrame, sequence, counters.toCaller);
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

interface Counter {
  latency: LatencyHistogram;
  sent: number;
  received: number;
}
const newCounter = (): Counter => ({ latency: new LatencyHistogram(), sent: 0, received: 0 });
const counters = { toProvider: newCounter(), toCaller: newCounter() };
let measuring = false;

function template(head: string, tail: string, role: 'client' | 'server'): Template {
  const message = head + noisePayload() + tail;
  const stampAt = frameHeaderLength(Buffer.byteLength(message), role) + head.length;
  return { frame: textFrame(message, role), stampAt, masked: role === 'client' };
}

function send(socket: Socket, { frame, stampAt, masked }: Template, sequence: number, counter: Counter): void {
  const copy = Buffer.allocUnsafe(frame.length);
  copy.set(frame, 0);
  stampFrame(copy, stampAt, sequence, performance.now());
  if (masked) {
    const payloadStart = frameHeaderLength(frame.length - 8, 'client');
    for (let index = stampAt; index < stampAt + 22; index++) {
      copy[index] = (copy[index] ?? 0) ^ clientMask(index - payloadStart);
    }
  }
  socket.write(copy);
  counter.sent++;
}

function received(counter: Counter, buffer: Buffer, at: number, mask: number): void {
  counter.received++;
  if (measuring) counter.latency.add(performance.now() - readStamp(buffer, at, mask).timeMs);
}

/** The mask as it falls on the byte `offset` behind the one that it starts with. */
const rotated = (mask: number, offset: number): number => {
  const shift = (offset & 3) * 8;
  return shift === 0 ? mask : (mask >>> shift) | (mask << (32 - shift));
};

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

async function run(order: LoadOrder, calls: LoadCall[]): Promise<LoadResult> {
  const before = processUsage(order.gatewayPid);
  for (const [index, caller] of order.callers.entries()) calls.push(new LoadCall(index, caller));
  for (let from = 0; from < calls.length; from += 20) {
    await Promise.all(calls.slice(from, from + 20).map((call) => call.dial(order.gatewayPort)));
  }
  while (!calls.every((call) => call.isTalking)) await seconds(0.05);

  const stop = startSending(calls);
  await seconds(order.warmUpSeconds);
  measuring = true;
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const from = { ...processUsage(order.gatewayPid), at: performance.now(), frames: framesReceived() };
  const memory: { x: number; y: number }[] = [];
  for (let second = 0; second < order.seconds; second++) {
    await seconds(1);
    memory.push({ x: performance.now() / 60_000, y: processUsage(order.gatewayPid).rssBytes });
  }
  const to = { ...processUsage(order.gatewayPid), at: performance.now(), frames: framesReceived() };
  measuring = false;
  lag.disable();
  stop();
  await seconds(1);
  const result: LoadResult = {
    toProvider: summary(counters.toProvider),
    toCaller: summary(counters.toCaller),
    cpuMicrosecondsPerFrame: ((to.cpuMs - from.cpuMs) * 1000) / (to.frames - from.frames),
    cpuShare: (to.cpuMs - from.cpuMs) / (to.at - from.at),
    idleRssBytes: before.rssBytes,
    rssBytes: to.rssBytes,
    rssBytesPerCall: (to.rssBytes - before.rssBytes) / order.callers.length,
    rssSlopeBytesPerMinute: slope(memory),
    generatorLagP99Ms: lag.percentile(99) / 1e6,
  };
  for (const call of calls) call.close();
  return result;
}

const framesReceived = (): number => counters.toProvider.received + counters.toCaller.received;

function summary({ latency, sent, received }: Counter): Direction {
  return {
    p50Ms: latency.quantile(0.5),
    p99Ms: latency.quantile(0.99),
    maxMs: latency.max,
    sent,
    lost: sent - received,
  };
}

/**
 * One timer for all calls. Each call sends every 20 ms, the calls spread evenly over these 20 ms. What is late by more
 * than some frames is left out: nobody's voice comes in bursts, and catching up would only make the next frames late.
 */
function startSending(calls: LoadCall[]): () => void {
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / FRAME_MS) * calls.length;
    sent = Math.max(sent, Math.floor(due) - MAX_LATE_FRAMES * calls.length);
    for (; sent < due; sent++) calls[sent % calls.length]?.sendFrames(Math.floor(sent / calls.length));
  }, 1);
  return () => clearInterval(timer);
}

const calls: LoadCall[] = [];
let answered = 0;
const providerPort = await listenWebSocket((socket, rest) => {
  socket.write(textFrame('{"type":"session.created","session":{}}', 'server'));
  let mine: LoadCall | undefined;
  readFrames(socket, rest, (buffer, start, end, mask) => {
    if (end - start === APPEND_LENGTH) {
      received(counters.toProvider, buffer, start + APPEND_HEAD.length, rotated(mask, APPEND_HEAD.length));
      return;
    }
    if (mine || !unmask(buffer, start, end, mask).includes('session.update')) return;
    // Which caller it is does not matter: the two ends of a call share nothing but the counters.
    mine = calls[answered++];
    mine?.answer(socket);
  });
});
console.log(JSON.stringify({ providerPort }));
process.stdin.setEncoding('utf8');
for await (const line of process.stdin) {
  console.log(JSON.stringify(await run(JSON.parse(String(line)) as LoadOrder, calls)));
  process.exit(0);
}
