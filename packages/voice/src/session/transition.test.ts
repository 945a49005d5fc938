import { describe, expect, test } from 'vitest';
import { type CallEvent } from './call-events.ts';
import { DEFAULT_CALL_POLICY, type CallPolicy } from './call-policy.ts';
import { initialCallState, type CallState } from './call-state.ts';
import { nextDeadline, transition } from './transition.ts';

const policy: CallPolicy = {
  ...DEFAULT_CALL_POLICY,
  greeting: 'Hello',
  maxSilenceMs: 60_000,
  replyTimeoutMs: 10_000,
  fillerAfterMs: Infinity,
  warnBeforeEndMs: 0,
};

/** Plays events, each a second after the one before; `effects` are those of the last. */
function play(events: CallEvent[], rules = policy): { state: CallState; effects: string[]; at: number } {
  let at = 0;
  let state = initialCallState(rules, at);
  let effects: string[] = [];
  for (const event of events) {
    at += 1000;
    const next = transition(state, event, at, rules);
    state = next.state;
    effects = next.effects.map(({ type }) => type);
  }
  return { state, effects, at };
}

const ready: CallEvent = { type: 'provider_ready' };
const audio: CallEvent = { type: 'agent_audio' };
const heard: CallEvent = { type: 'playback_finished' };
const done: CallEvent = { type: 'response_done', status: 'completed' };
const starts: CallEvent = { type: 'speech_started' };
const stops: CallEvent = { type: 'speech_stopped' };
const words: CallEvent = { type: 'user_transcript' };
const hangup: CallEvent = { type: 'caller_gone', reason: 'hangup' };
const GREETED = [ready, audio, done, heard];

describe('the phases of a call', () => {
  test.each<[CallEvent[], CallState['phase']]>([
    [[], 'connecting'],
    [[ready], 'greeting'],
    [[ready, audio], 'greeting'],
    [[ready, audio, done], 'greeting'],
    [GREETED, 'listening'],
    [[...GREETED, starts], 'listening'],
    [[...GREETED, starts, stops], 'thinking'],
    [[...GREETED, starts, stops, audio], 'speaking'],
    [[...GREETED, starts, stops, audio, done], 'speaking'],
    [[...GREETED, starts, stops, audio, done, heard], 'listening'],
    [[...GREETED, starts, stops, { type: 'tool_started' }, done], 'thinking'],
    [[...GREETED, starts, stops, { type: 'tool_started' }, done, { type: 'tool_finished' }], 'thinking'],
    [[...GREETED, starts, stops, done], 'listening'],
    [[...GREETED, { type: 'agent_ends', spoken: false }], 'closing'],
    [[...GREETED, hangup], 'closed'],
    [[hangup], 'closed'],
  ])('after %j: %s', (events, phase) => {
    expect(play(events).state.phase).toBe(phase);
  });

  test('an agent that does not speak first listens', () => {
    const { state, effects } = play([ready], { ...policy, speaksFirst: false });
    expect([state.phase, effects]).toEqual(['listening', []]);
  });

  test('nothing happens after the end', () => {
    const end = play([ready, hangup]).state;
    for (const event of [ready, audio, starts, hangup, { type: 'tick' } as const]) {
      expect(transition(end, event, 1e9, policy)).toEqual({ state: end, effects: [] });
    }
  });

  test('a transition leaves the state before it as it was', () => {
    const { state } = play(GREETED);
    const before = structuredClone(state);
    transition(state, starts, 99_000, policy);
    expect(state).toEqual(before);
  });
});

describe('interruptions', () => {
  test.each<[string, CallEvent[], string[]]>([
    ['while the agent speaks', [...GREETED, starts, stops, audio, starts], ['interrupt']],
    ['when all was produced but not heard', [...GREETED, starts, stops, audio, done, starts], ['interrupt']],
    ['while it thinks', [...GREETED, starts, stops, starts], ['interrupt']],
    ['of the greeting', [ready, audio, starts], ['interrupt']],
    ['before the greeting began', [ready, starts], []],
    ['of nothing', [...GREETED, starts], []],
    ['of the goodbye', [...GREETED, { type: 'agent_ends', spoken: false }, audio, starts], []],
  ])('%s', (_, events, effects) => {
    expect(play(events).effects).toEqual(effects);
  });

  test('a greeting that the provider dropped unheard is said again once the caller pauses', () => {
    const dropped: CallEvent[] = [ready, starts, { type: 'response_done', status: 'cancelled' }];
    expect(play(dropped).effects).toEqual([]);
    const again = play([...dropped, stops]);
    expect(again.effects).toEqual(['speak']);
    expect(again.state.phase).toBe('greeting');
  });
});

describe('deadlines', () => {
  const tickAt = (events: CallEvent[], rules = policy): { after: number; effects: string[]; state: CallState } => {
    const { state, at } = play(events, rules);
    const due = nextDeadline(state);
    const { effects, state: next } = transition(state, { type: 'tick' }, due, rules);
    expect(transition(state, { type: 'tick' }, due - 1, rules).effects).toEqual([]);
    return { after: due - at, effects: effects.map(({ type }) => type), state: next };
  };

  test('silence counts from the last sound of either side', () => {
    const { after, state } = tickAt(GREETED);
    expect(after).toBe(60_000);
    expect(state.ending).toMatchObject({ status: 'completed', reason: 'silence' });
  });

  test('an owed answer is asked for once, then another voice, and without one the call fails', () => {
    const first = tickAt([...GREETED, starts, stops]);
    expect([first.after, first.effects]).toEqual([10_000, ['interrupt', 'speak']]);
    const due = nextDeadline(first.state);
    const second = transition(first.state, { type: 'tick' }, due, policy);
    expect(second.effects).toMatchObject([{ type: 'change_voice', reason: 'provider_stuck' }]);
    const none: CallEvent = { type: 'no_voice_left', reason: 'provider_stuck', detail: 'no answer' };
    const last = transition(second.state, none, due, policy);
    expect(last.effects).toEqual([{ type: 'apologize' }]);
    expect(last.state.ending).toMatchObject({ status: 'failed', reason: 'provider_stuck' });
  });

  test('a running tool is waited for', () => {
    const { state } = play([...GREETED, starts, stops, { type: 'tool_started' }, done]);
    expect(nextDeadline(state)).toBe(policy.maxDurationMs);
  });

  test('nobody waits while the caller speaks', () => {
    expect(nextDeadline(play([...GREETED, starts]).state)).toBe(policy.maxDurationMs);
  });

  test('the longest duration ends in a goodbye', () => {
    const { effects, state } = tickAt([...GREETED, starts], { ...policy, maxDurationMs: 20_000 });
    expect(effects).toEqual(['hold_answers', 'speak']);
    expect(state).toMatchObject({ phase: 'closing', ending: { reason: 'max_duration' } });
  });

  test('an agent that speaks at the longest duration finishes its sentence, within bounds', () => {
    const rules = { ...policy, maxDurationMs: 20_000 };
    const { state } = play([...GREETED, starts, stops, audio], rules);
    const late = transition(state, { type: 'tick' }, 20_000, rules);
    expect([late.effects, nextDeadline(late.state)]).toEqual([[], 22_000]);
    const said = transition(transition(late.state, done, 21_000, rules).state, heard, 21_500, rules);
    expect(said.effects).toMatchObject([{ type: 'hold_answers' }, { type: 'speak', text: policy.farewell }]);
    const endless = transition(late.state, { type: 'tick' }, 22_000, rules);
    expect(endless.effects.map(({ type }) => type)).toEqual(['interrupt', 'hold_answers', 'speak']);
  });

  test('digits are handed over after a pause', () => {
    const digits: CallEvent[] = [
      { type: 'digit', digit: '4' },
      { type: 'digit', digit: '2' },
    ];
    const { after, effects } = tickAt([...GREETED, ...digits]);
    expect([after, effects]).toEqual([policy.digitsTimeoutMs, ['add_text', 'speak']]);
  });
});

describe('the end', () => {
  const ends: CallEvent = { type: 'agent_ends', spoken: true };
  test.each<[string, CallEvent[], boolean]>([
    ['the goodbye is still produced', [...GREETED, audio, ends], false],
    ['it is still heard', [...GREETED, audio, ends, done], false],
    ['it was heard', [...GREETED, audio, ends, done, heard], true],
    ['it was heard before the answer ended', [...GREETED, audio, ends, heard, done], true],
    ['it was heard before the tool was called', [...GREETED, audio, heard, done, ends], true],
    ['the caller hangs up first', [...GREETED, audio, ends, hangup], true],
    [
      'the provider goes while it is heard',
      [...GREETED, audio, ends, { type: 'provider_closed', reason: 'x', retryable: true }],
      false,
    ],
  ])('with a spoken goodbye: %s', (_, events, over) => {
    const { state } = play(events);
    expect(state.phase === 'closed').toBe(over);
    expect(state.ending).toMatchObject({ status: 'completed', reason: 'agent_hangup' });
  });

  test('a goodbye that somebody outside wants too is not called off', () => {
    const saysGoodbye: CallEvent[] = [...GREETED, audio, { type: 'agent_ends', spoken: true, revocable: true }];
    const said: CallEvent = { type: 'user_transcript', hasWords: true };
    expect(play([...saysGoodbye, starts, stops, said]).state).toMatchObject({ phase: 'thinking', ending: null });
    const asked: CallEvent = { type: 'end_requested', reason: 'account_suspended' };
    expect(play([...saysGoodbye, starts, asked, stops, said]).state.phase).toBe('closing');
    expect(play([...saysGoodbye, starts, asked, stops, said, done, heard]).state).toMatchObject({
      phase: 'closed',
      ending: { reason: 'agent_hangup' },
    });
  });

  test('a goodbye is called off by words however late, and by speech that does not stop', () => {
    const tick: CallEvent = { type: 'tick' };
    const beginsGoodbye: CallEvent[] = [...GREETED, { type: 'agent_ends', spoken: false, revocable: true }, audio];
    const taken = [...beginsGoodbye, { ...starts, itemId: 'u2' }, stops, tick, tick];
    expect(play(taken).state).toMatchObject({ phase: 'closing', objection: null });
    const said = (itemId: string, hasWords: boolean): CallEvent => ({ type: 'user_transcript', itemId, hasWords });
    expect(play([...taken, said('u2', true)]).state).toMatchObject({ phase: 'thinking', ending: null });
    expect(play([...taken, said('u2', false)]).state.phase).toBe('closing');
    expect(play([...taken, said('u1', true)]).state.phase).toBe('closing');
    const speaks = [...beginsGoodbye, starts, done, heard, tick, tick];
    expect(play(speaks).state.phase).toBe('closing');
    expect(play([...speaks, tick]).state).toMatchObject({ phase: 'listening', ending: null });
  });

  test('a hang-up waits for words that are on their way, but not for ever', () => {
    const waiting = play([...GREETED, starts, stops, hangup]);
    expect(waiting.state.phase).toBe('closing');
    expect(play([...GREETED, starts, stops, hangup, words]).state.phase).toBe('closed');
    expect(nextDeadline(waiting.state) - waiting.at).toBe(policy.transcriptTimeoutMs);
  });

  test('a passing failure to connect is tried again, a final one is not', () => {
    const passing: CallEvent = { type: 'provider_closed', reason: 'refused_http_503', retryable: true };
    const final: CallEvent = { type: 'provider_closed', reason: 'refused_http_401', retryable: false };
    expect(play([passing]).effects).toEqual(['open_provider']);
    expect(play([passing, passing]).effects).toEqual(['change_voice']);
    expect(play([final]).effects).toEqual(['change_voice']);
  });

  test('a connection that timed out is followed by another voice, and not by the same again', () => {
    const timedOut: CallEvent = { type: 'provider_closed', reason: 'connect_timeout', retryable: true };
    expect(play([timedOut]).effects).toEqual(['change_voice']);
  });

  test('a fault of our own ends the call with an apology, and a second one at once', () => {
    const fault: CallEvent = { type: 'fault', detail: 'bug' };
    expect(play([...GREETED, fault]).state).toMatchObject({
      phase: 'closing',
      ending: { status: 'failed', reason: 'internal_error' },
    });
    expect(play([...GREETED, fault, fault]).state.phase).toBe('closed');
  });
});

describe('what the caller writes', () => {
  const typed = (text: string): CallEvent => ({ type: 'typed', text });
  const quiet = { type: 'tick' } as const;

  test('is handed over at once and has to be answered', () => {
    const { state, effects } = play([...GREETED, typed('Hello')]);
    expect(effects).toEqual(['add_typed', 'speak']);
    expect(state).toMatchObject({ phase: 'thinking', awaitingReply: true, typed: '' });
  });

  test('interrupts an agent that speaks, its greeting too', () => {
    expect(play([...GREETED, audio, typed('Stop')]).effects).toEqual(['interrupt', 'add_typed', 'speak']);
    const { state, effects } = play([ready, audio, typed('Stop')]);
    expect(effects).toEqual(['interrupt', 'add_typed', 'speak']);
    expect(state.phase).toBe('thinking');
    const cancelled: CallEvent = { type: 'response_done', status: 'cancelled' };
    expect(play([ready, audio, typed('Stop'), cancelled]).effects).toEqual([]);
  });

  test('waits for a greeting that has not begun, and is then handed over together', () => {
    for (const before of [
      [typed('One'), ready],
      [ready, typed('One')],
    ]) {
      expect(play(before).effects).not.toContain('add_typed');
      expect(play([...before, typed('Two'), audio, done]).effects).toEqual([]);
      const { state, effects } = play([...before, typed('Two'), audio, done, heard]);
      expect(effects).toEqual(['add_typed', 'speak']);
      expect(state).toMatchObject({ phase: 'thinking', typed: '' });
    }
  });

  test('before an agent that does not speak first is ready reaches it when it is', () => {
    const { effects } = play([typed('Hello'), ready], { ...policy, speaksFirst: false });
    expect(effects).toEqual(['add_typed', 'speak']);
  });

  test('and writing itself are activity: the call does not end as silent', () => {
    const rules = { ...policy, maxSilenceMs: 5000, replyTimeoutMs: 60_000 };
    expect(play([...GREETED, quiet, quiet, quiet, quiet, quiet], rules).state.phase).toBe('closed');
    const writing: CallEvent = { type: 'typing' };
    expect(play([...GREETED, quiet, quiet, writing, quiet, quiet, quiet], rules).state.phase).toBe('listening');
    const answered = [typed('Hello'), audio, done, heard];
    const talk = [...GREETED, quiet, ...answered, quiet, quiet, ...answered, quiet, quiet];
    expect(play(talk, rules).state.phase).toBe('listening');
  });

  test('during a goodbye keeps the call alive, unless it has to end', () => {
    const objection = play([...GREETED, { type: 'agent_ends', spoken: false, revocable: true }, typed('Wait')]);
    expect(objection.effects).toEqual(['add_text', 'add_typed', 'speak']);
    expect(objection.state).toMatchObject({ phase: 'thinking', ending: null, typed: '' });
    const { effects, state } = play([...GREETED, { type: 'agent_ends', spoken: false }, typed('Wait')]);
    expect(effects).toEqual([]);
    expect(state.phase).toBe('closing');
  });
});
