import { expect, test } from 'vitest';
import { type CallEffect, type CallEvent } from './call-events.ts';
import { DEFAULT_CALL_POLICY } from './call-policy.ts';
import { initialCallState, type CallState } from './call-state.ts';
import { OWN_SENTENCES } from './own-sentences.ts';
import { nextDeadline, transition } from './transition.ts';

/** What is told to a caller whose turn it is then. */
const ENDS_WAIT = new Set<string>([OWN_SENTENCES.pardon, OWN_SENTENCES.cannotHear]);
const GREETING = 'This call may be recorded. Hello.';
const CALLS = 4000;
const EVENTS = 30;

/** The same numbers in every run. */
function numbers(seed: number): () => number {
  let state = seed;
  return () => (state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fff_ffff) / 0x8000_0000;
}

/** A provider and a caller who do anything at any time. */
class Call {
  readonly #random: () => number;
  readonly #policy: typeof DEFAULT_CALL_POLICY;
  readonly trace: string[] = [];
  state: CallState;
  #at = 0;
  /** The caller has spoken, and heard no answer. */
  #isOwed = false;

  constructor(seed: number) {
    const random = numbers(seed);
    // The first numbers of neighboring seeds are alike.
    for (let skipped = 0; skipped < 5; skipped++) random();
    const greeting = random() < 0.7 ? GREETING : null;
    const notice = greeting !== null && random() < 0.5 ? 'This call may be recorded.' : null;
    this.#random = random;
    this.#policy = { ...DEFAULT_CALL_POLICY, speaksFirst: random() < 0.6, greeting, notice };
    this.state = initialCallState(this.#policy, 0);
    this.#play({ type: 'provider_ready' });
  }

  get isOver(): boolean {
    return this.state.phase === 'closing' || this.state.phase === 'closed';
  }

  /** Nobody speaks, the caller waits, and nothing will happen within three seconds. */
  get isLeftAlone(): boolean {
    const { callerSpeaking, playing, filling } = this.state;
    if (this.isOver || !this.#isOwed || callerSpeaking || playing || filling) return false;
    return nextDeadline(this.state) > this.#at + 3000;
  }

  step(): void {
    this.#at += Math.floor(this.#random() * 800);
    while (!this.isOver && nextDeadline(this.state) <= this.#at) this.#play({ type: 'tick' });
    if (this.isOver) return;
    const events = this.#possible();
    const event = events[Math.floor(this.#random() * events.length)] ?? { type: 'tick' };
    if (event.type === 'speech_stopped' || event.type === 'speech_unnoticed') this.#isOwed = true;
    if (event.type === 'agent_audio') this.#isOwed = false;
    this.#play(event);
  }

  #possible(): CallEvent[] {
    const { callerSpeaking, playing, filling, toolsRunning } = this.state;
    const rarely = (share: number, event: CallEvent): CallEvent[] => (this.#random() < share ? [event] : []);
    return [
      { type: 'agent_audio' },
      { type: 'item_done' },
      { type: 'response_done', status: 'completed' },
      { type: 'response_done', status: 'cancelled' },
      { type: 'response_done', status: 'failed', reason: 'server_error' },
      { type: 'user_transcript' },
      { type: 'speech_unnoticed' },
      ...(callerSpeaking ? [{ type: 'speech_stopped' } as const] : [{ type: 'speech_started' } as const]),
      ...(playing || filling ? [{ type: 'playback_finished' } as const] : []),
      ...(toolsRunning > 0 ? [{ type: 'tool_finished' } as const] : rarely(0.2, { type: 'tool_started' })),
      ...rarely(0.1, { type: 'digit', digit: '1' }),
    ];
  }

  #play(event: CallEvent): void {
    this.trace.push(`${this.#at} ${event.type}${event.type === 'response_done' ? ` ${event.status}` : ''}`);
    const { state, effects } = transition(this.state, event, this.#at, this.#policy);
    this.state = state;
    for (const effect of effects) this.#carryOut(effect);
  }

  #carryOut(effect: CallEffect): void {
    this.trace.push(`  ${effect.type}`);
    if (effect.type === 'interrupt') this.state = { ...this.state, playing: false, filling: false };
    if (effect.type !== 'say_own') return;
    if (ENDS_WAIT.has(effect.text)) this.#isOwed = false;
    const isOpening = this.state.opening?.own === true && this.state.opening.owed;
    if (isOpening || (!this.state.playing && !this.state.callerSpeaking)) this.#play({ type: 'own_audio' });
  }
}

/** What happened until a caller was left alone in that call; null when nobody was. */
function leftAloneIn(seed: number): string | null {
  const call = new Call(seed);
  for (let count = 0; count < EVENTS && !call.isOver; count++) {
    call.step();
    if (call.isLeftAlone) return `Call ${seed}:\n${call.trace.join('\n')}`;
  }
  return null;
}

test('a caller who has spoken is never left without anything that will be heard', () => {
  const seeds = Array.from({ length: CALLS }, (_, index) => index + 1);
  const [first = null] = seeds.map(leftAloneIn).filter((trace) => trace !== null);
  expect(first).toBeNull();
});
