import { setTimeout as delay } from 'node:timers/promises';
import { upstream } from '@leadlock/core/errors';
import type { TestCallResponse } from './schemas.ts';

const FRAME_BYTES = 160;
const FRAME_MS = 20;
const SILENT_FRAME = new Uint8Array(FRAME_BYTES).fill(0xff);
/** How long the agent's first words are waited for, and the pause behind them that is their end, in ms. */
const OPENING_MS = 20_000;
const OPENING_PAUSE_MS = 500;
/** How long the answer may take to begin, and the pause that ends it. */
const ANSWER_MS = 30_000;
const ANSWER_PAUSE_MS = 800;
const CONNECT_MS = 10_000;
/** What an agent may say to one question: two minutes. */
const MOST_AUDIO_BYTES = 120 * 8000;

/** What an agent has answered. */
export interface SpokenAnswer {
  /** μ-law, 8 kHz. */
  audio: Uint8Array;
  text: string;
}

interface Line {
  socket: WebSocket;
  isOver: boolean;
  /** Since when nothing of the agent was heard; by `performance.now()`. */
  quietSince: number;
  /** What the agent says now is its answer. */
  isAnswering: boolean;
  audio: Uint8Array[];
  bytes: number;
  /** Words by item, of the items that began since it is. */
  words: Map<string, string>;
  opening: Set<string>;
  /** An item of it was said to its end. */
  hasSaidOne: boolean;
}

/** One message of the gateway, as docs/browser-calls.md has them. */
function onMessage(line: Line, data: unknown): void {
  if (data instanceof ArrayBuffer) {
    line.quietSince = performance.now();
    if (line.isAnswering && line.bytes < MOST_AUDIO_BYTES) line.audio.push(new Uint8Array(data));
    line.bytes += line.isAnswering ? data.byteLength : 0;
    return;
  }
  const message = JSON.parse(String(data)) as Record<string, unknown>;
  // Nobody listens in real time: what has come was heard.
  if (message.type === 'mark') line.socket.send(JSON.stringify({ type: 'played', mark: message.mark }));
  if (message.type !== 'transcript' || message.role !== 'agent') return;
  const id = String(message.item_id);
  if (!line.isAnswering) line.opening.add(id);
  else if (!line.opening.has(id)) line.words.set(id, String(message.text));
  line.quietSince = performance.now();
  const isNew = !line.isAnswering || !line.opening.has(id);
  if (isNew && message.final === true && message.text !== '') line.hasSaidOne = true;
}

async function connect({ url, token }: Pick<TestCallResponse, 'url' | 'token'>): Promise<Line> {
  const socket = new WebSocket(url);
  socket.binaryType = 'arraybuffer';
  const line: Line = {
    socket,
    isOver: false,
    quietSince: performance.now(),
    isAnswering: false,
    audio: [],
    bytes: 0,
    words: new Map(),
    opening: new Set(),
    hasSaidOne: false,
  };
  const { promise, resolve } = Promise.withResolvers<boolean>();
  socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'start', token })));
  socket.addEventListener('message', ({ data }) => {
    try {
      onMessage(line, data);
    } catch {
      // What is not understood says nothing.
    }
    resolve(true);
  });
  for (const end of ['close', 'error']) {
    socket.addEventListener(end, () => {
      line.isOver = true;
      resolve(false);
    });
  }
  const timeout = setTimeout(() => resolve(false), CONNECT_MS);
  const isOpen = await promise;
  clearTimeout(timeout);
  if (!isOpen) {
    socket.close();
    throw upstream('Couldn’t connect to the voice service');
  }
  return line;
}

/** Sends frames at the speed of speech until `isDone` says so; silence behind those that there are. */
async function send(line: Line, mulaw: Uint8Array, isDone: (sentMs: number) => boolean): Promise<void> {
  const startedAt = performance.now();
  for (let frame = 0; !line.isOver && !isDone(frame * FRAME_MS); frame++) {
    const wait = startedAt + frame * FRAME_MS - performance.now();
    if (wait > 0) await delay(wait);
    const audio = mulaw.subarray(frame * FRAME_BYTES, (frame + 1) * FRAME_BYTES);
    line.socket.send(Uint8Array.from(audio.length === FRAME_BYTES ? audio : SILENT_FRAME));
  }
}

/**
 * Holds a test call by itself: hears the agent's first words out, says something, and returns what the agent answers.
 * @param agentBegins whether the agent has first words
 */
export async function rehearse(
  call: Pick<TestCallResponse, 'url' | 'token'>,
  mulaw: Uint8Array,
  agentBegins: boolean,
): Promise<SpokenAnswer> {
  const line = await connect(call);
  try {
    const isQuiet = (ms: number): boolean => performance.now() - line.quietSince >= ms;
    const hasSaidIt = (pauseMs: number): boolean => line.hasSaidOne && isQuiet(pauseMs);
    if (agentBegins) {
      await send(line, SILENT_FRAME, (sentMs) => hasSaidIt(OPENING_PAUSE_MS) || sentMs >= OPENING_MS);
    }
    const spokenMs = (mulaw.length / FRAME_BYTES) * FRAME_MS;
    await send(line, mulaw, (sentMs) => sentMs >= spokenMs);
    line.isAnswering = true;
    line.hasSaidOne = false;
    await send(line, SILENT_FRAME, (sentMs) => hasSaidIt(ANSWER_PAUSE_MS) || sentMs >= ANSWER_MS);
    if (line.bytes === 0) throw upstream('The agent didn’t respond');
    return { audio: Buffer.concat(line.audio), text: [...line.words.values()].join(' ').trim() };
  } finally {
    if (!line.isOver) line.socket.send(JSON.stringify({ type: 'hangup' }));
    line.socket.close();
  }
}
