import type { Situation } from '@leadlock/voice/testing/situations';
import { FRAME_MS, type PhoneLine } from './phone-line.ts';
import type { TalkOver, Turn } from './situations.ts';

const frames = (ms: number): number => Math.round(ms / FRAME_MS);
const milliseconds = (count: number): number => count * FRAME_MS;

/** How long an agent may take to say its first word. */
const FIRST_WORD = frames(15_000);
/** The agent speaks for so long before the caller does something. */
const INTO_SPEECH = frames(2_500);
/** After the end of what a caller does, so long is waited for the agent to stop, and to answer. */
const LATEST_STOP = frames(2_500);
const LATEST_ANSWER = frames(8_000);
/** Nothing is said after the line has been quiet for so long, which is longer than the tool takes. */
const QUIET = frames(6_000);
/** Answers that go on for longer are not waited for. */
const LONGEST_ANSWERS = frames(30_000);

export interface Outcome {
  name: string;
  /** How long after the caller's first sound the agent stopped; null: it went on. */
  stoppedMs: number | null;
  /** How long after the caller's last sound the agent began to answer; null: it never did. */
  answeredMs: number | null;
  /** The agent answered before the caller was done. */
  tooSoon: boolean;
  /** What became of a tool that the caller spoke over: run once, and its result was told once. */
  tool?: 'told' | 'told twice' | 'not told' | 'never run' | 'run twice';
  /** The transcript of such a call. */
  said?: string[];
}

/**
 * The gateway drops what is still to be played: the agent has stopped, even if it answers in the next moment. A line that
 * starves has stopped nobody.
 */
const isCut =
  (line: PhoneLine) =>
  (frame: number): boolean =>
    line.cleared.includes(frame);
const plays =
  (line: PhoneLine) =>
  (frame: number): boolean =>
    line.played[frame] === true;

/** The situation never came about. */
export class UnheldCall extends Error {}

/** A caller does something in the middle of a long greeting. */
export async function overlap(line: PhoneLine, { name, kind, audio }: Situation): Promise<Outcome> {
  const first = await line.find(plays(line), 0, FIRST_WORD);
  if (first === null) throw new UnheldCall(`${name}: the agent said nothing`);
  await line.find(() => true, first + INTO_SPEECH, Infinity);
  const { from, until } = line.say(await audio());
  const stopped = await line.find(isCut(line), from, until + LATEST_STOP);
  const stoppedMs = stopped === null ? null : milliseconds(stopped - from);
  if (stopped === null || kind !== 'interrupts') return { name, stoppedMs, answeredMs: null, tooSoon: false };
  const answered = await line.find(plays(line), stopped, until + LATEST_ANSWER);
  return {
    name,
    stoppedMs,
    answeredMs: answered === null ? null : milliseconds(answered - until),
    tooSoon: answered !== null && answered < until,
  };
}

/** A caller speaks while the agent listens. */
export async function turn(line: PhoneLine, { name, audio, keys = '' }: Turn): Promise<Outcome> {
  await line.find(() => true, frames(1_500), Infinity);
  const { from, until } = line.say((await audio?.()) ?? Buffer.alloc(0));
  line.press(keys);
  const answered = await line.find(plays(line), from, until + LATEST_ANSWER);
  return {
    name,
    stoppedMs: null,
    answeredMs: answered === null ? null : milliseconds(answered - until),
    tooSoon: answered !== null && answered < until,
  };
}

/** A caller speaks while a tool runs; they are answered, and told that the text was sent, in whatever order. */
export async function talkOver(line: PhoneLine, { name, request, afterMs, audio }: TalkOver): Promise<Outcome> {
  await line.find(() => true, frames(1_500), Infinity);
  const asked = line.say(await request());
  const words = await audio();
  await line.find(() => true, asked.until + frames(afterMs), Infinity);
  const { until } = line.say(words);
  const answered = await line.find(plays(line), until, until + LATEST_ANSWER);
  // Whatever is owed to the caller is said once the line has been quiet.
  for (let last: number | null = until; last !== null && last < until + LONGEST_ANSWERS;) {
    last = await line.find(plays(line), last + 1, last + QUIET);
  }
  return {
    name,
    stoppedMs: null,
    answeredMs: answered === null ? null : milliseconds(answered - until),
    tooSoon: false,
  };
}
