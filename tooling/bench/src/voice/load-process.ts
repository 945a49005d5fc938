import type { Socket } from 'node:net';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createInterface } from 'node:readline';
import type { Caller } from '../gateway/deployment.ts';
import { DIALECTS, type DialectName } from './dialects.ts';
import { counters, LoadCall, measuring, type Counter } from './load-call.ts';
import { processUsage, slope } from './process-usage.ts';
import { listenWebSocket, readFrames, textFrame, unmask } from './websocket-peer.ts';

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
const CONNECT_MS = 30_000;

const dialect = DIALECTS[(process.argv[2] ?? 'openai') as DialectName];
const audioHead = dialect.audioHead === null ? null : Buffer.from(dialect.audioHead);
const calls: LoadCall[] = [];
/** Sessions that were opened before their caller was there, and what they were told. */
const early: { told: string; pair(call: LoadCall): void }[] = [];

/** Gateways open sessions while the phone still connects; what they say of the caller tells whose they are. */
function pairSessions(): void {
  for (const session of early.splice(0)) {
    // The relay says nothing of anybody, and opens a session as a caller comes.
    const isOf = ({ number, hasProvider }: LoadCall): boolean =>
      !hasProvider && (session.told.includes(number) || !session.told.includes('You '));
    const call = calls.find(isOf);
    if (call) session.pair(call);
    else early.push(session);
  }
}

const providerPort = await listenWebSocket((socket: Socket, rest) => {
  const say = (message: string): boolean => socket.write(textFrame(message, 'server'));
  if (dialect.opened !== null) say(dialect.opened);
  let mine: LoadCall | undefined;
  let isOpen = false;
  readFrames(socket, rest, (buffer, start, end, mask) => {
    if (mine && isAudio(buffer, start, mask)) return mine.frameArrived();
    const told = isOpen ? '' : unmask(buffer, start, end, mask);
    if (!told.includes(dialect.setup)) return;
    isOpen = true;
    say(dialect.ready);
    early.push({
      told,
      pair(call) {
        mine = call;
        call.answer(socket);
      },
    });
    pairSessions();
  });
});

function isAudio(buffer: Buffer, start: number, mask: number): boolean {
  if (audioHead === null) return false;
  for (let index = 0; index < audioHead.length; index++) {
    const byte = (buffer[start + index] ?? 0) ^ ((mask >>> ((index & 3) * 8)) & 0xff);
    if (byte !== audioHead[index]) return false;
  }
  return true;
}

const seconds = (count: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, count * 1000));

async function connectAll(order: LoadOrder): Promise<void> {
  for (const [index, caller] of order.callers.entries()) calls.push(new LoadCall(index, caller, dialect));
  for (let from = 0; from < calls.length; from += 20) {
    await Promise.all(calls.slice(from, from + 20).map((call) => call.dial(order.gatewayPort)));
  }
  pairSessions();
  const began = performance.now();
  while (!calls.every((call) => call.hasProvider)) {
    if (performance.now() - began > CONNECT_MS) throw new Error('Not every call got a session with the provider');
    await seconds(0.05);
  }
}

async function run(order: LoadOrder): Promise<LoadResult> {
  const before = processUsage(order.gatewayPid);
  await connectAll(order);
  const stop = startSending();
  await seconds(order.warmUpSeconds);
  measuring.isOn = true;
  const lag = monitorEventLoopDelay({ resolution: 1 });
  lag.enable();
  const from = { ...processUsage(order.gatewayPid), at: performance.now() };
  const memory: { x: number; y: number }[] = [];
  for (let second = 0; second < order.seconds; second++) {
    await seconds(1);
    memory.push({ x: performance.now() / 60_000, y: processUsage(order.gatewayPid).rssBytes });
  }
  const to = { ...processUsage(order.gatewayPid), at: performance.now() };
  measuring.isOn = false;
  lag.disable();
  stop();
  await seconds(1);
  const result: LoadResult = {
    toProvider: summary(counters.toProvider),
    toCaller: summary(counters.toCaller),
    cpuMicrosecondsPerFrame: ((to.cpuMs - from.cpuMs) * 1000) / (((to.at - from.at) / FRAME_MS) * calls.length * 2),
    cpuShare: (to.cpuMs - from.cpuMs) / (to.at - from.at),
    idleRssBytes: before.rssBytes,
    rssBytes: to.rssBytes,
    rssBytesPerCall: (to.rssBytes - before.rssBytes) / calls.length,
    rssSlopeBytesPerMinute: slope(memory),
    generatorLagP99Ms: lag.percentile(99) / 1e6,
  };
  for (const call of calls) call.close();
  return result;
}

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
function startSending(): () => void {
  const start = performance.now();
  let sent = 0;
  const timer = setInterval(() => {
    const due = ((performance.now() - start) / FRAME_MS) * calls.length;
    sent = Math.max(sent, Math.floor(due) - MAX_LATE_FRAMES * calls.length);
    for (; sent < due; sent++) calls[sent % calls.length]?.sendFrames();
  }, 1);
  return () => clearInterval(timer);
}

console.log(JSON.stringify({ providerPort }));
// The order may come in several pieces.
for await (const line of createInterface({ input: process.stdin })) {
  console.log(JSON.stringify(await run(JSON.parse(line) as LoadOrder)));
  process.exit(0);
}
