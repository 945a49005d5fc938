import { describe, expect, test } from 'vitest';
import { type CallEffect, type CallEvent } from './call-events.ts';
import { DEFAULT_CALL_POLICY, type CallPolicy } from './call-policy.ts';
import { initialCallState } from './call-state.ts';
import { transition } from './transition.ts';

const rules = (changes: Partial<CallPolicy>): CallPolicy => ({
  ...DEFAULT_CALL_POLICY,
  greeting: 'Hello',
  fillerAfterMs: Infinity,
  replyTimeoutMs: Infinity,
  ...changes,
});

/** A call that is played second by second: events at their times, and a tick in every second. */
function play(policy: CallPolicy, timeline: Record<number, CallEvent[]>, seconds: number) {
  let state = initialCallState(policy, 0);
  const happened: [second: number, effect: CallEffect][] = [];
  for (let second = 1; second <= seconds; second++) {
    for (const event of [...(timeline[second] ?? []), { type: 'tick' } as const]) {
      const next = transition(state, event, second * 1000, policy);
      state = next.state;
      for (const effect of next.effects) happened.push([second, effect]);
    }
  }
  const of = (type: CallEffect['type']): number[] =>
    happened.filter(([, effect]) => effect.type === type).map(([second]) => second);
  return { state, of, happened };
}

const greeted: CallEvent[] = [
  { type: 'provider_ready' },
  { type: 'agent_audio' },
  { type: 'response_done', status: 'completed' },
  { type: 'playback_finished' },
];
const says: CallEvent[] = [{ type: 'agent_audio' }, { type: 'response_done', status: 'completed' }];
const heard: CallEvent[] = [{ type: 'playback_finished' }];
const starts: CallEvent = { type: 'speech_started', itemId: 'u1' };
const stops: CallEvent = { type: 'speech_stopped' };

describe('a caller who says nothing', () => {
  const policy = rules({ maxSilenceMs: 60_000, idle: { afterMs: 20_000, count: 2, sentence: null } });

  test('is asked whether they are there, twice, and the silence ends the call when it always would', () => {
    const { state, of } = play(policy, { 1: greeted, 22: says, 24: heard, 45: says, 47: heard }, 70);
    expect(of('add_text')).toEqual([21, 44]);
    expect(of('speak')).toEqual([1, 21, 44]);
    expect(of('finish')).toEqual([61]);
    expect(state.ending?.reason).toBe('silence');
  });

  test('in the words of the agent, where it has any', () => {
    const own = { ...policy, idle: { ...policy.idle, sentence: 'Are you still there?' } };
    const { happened, of } = play(own, { 1: greeted, 22: says, 24: heard }, 30);
    expect(happened).toContainEqual([21, { type: 'speak', text: 'Are you still there?' }]);
    expect(of('add_text')).toEqual([]);
  });

  test('and then says something has all of the silence before them again', () => {
    const timeline = { 1: greeted, 22: says, 24: heard, 30: [starts], 31: [stops], 32: says, 34: heard };
    const { state, of } = play(policy, { ...timeline, 55: says, 56: heard, 77: says, 78: heard }, 93);
    expect(of('add_text')).toEqual([21, 54, 76]);
    expect(of('finish')).toEqual([]);
    expect(state.silentUntil).toBe(94_000);
  });

  test('but types is not asked', () => {
    expect(play(policy, { 1: greeted, 20: [{ type: 'typing' }] }, 39).of('add_text')).toEqual([]);
  });

  test('is not asked while a tool runs, or where nothing is to be asked', () => {
    expect(play(policy, { 1: greeted, 2: [{ type: 'tool_started' }] }, 40).of('add_text')).toEqual([]);
    const never = rules({ maxSilenceMs: 60_000 });
    expect(play(never, { 1: greeted }, 59).of('speak')).toEqual([1]);
  });

  test('is asked also where no silence ends the call', () => {
    expect(play({ ...policy, maxSilenceMs: Infinity }, { 1: greeted }, 40).of('add_text')).toEqual([21]);
  });
});

describe('a caller who speaks without end', () => {
  const policy = rules({ longestTurnMs: 60_000 });

  test('is not heard until the agent has said what it has understood', () => {
    const timeline = { 1: greeted, 3: [starts], 65: [stops], 66: says };
    const before = play(policy, timeline, 62);
    expect([before.state.takingTurn, before.of('add_text')]).toEqual([false, []]);
    const taking = play(policy, timeline, 70);
    expect([taking.state.takingTurn, taking.of('add_text')]).toEqual([true, [63]]);
    expect(play(policy, { ...timeline, 70: heard }, 71).state.takingTurn).toBe(false);
  });

  test('is answered also by a provider that does not notice that it hears nothing', () => {
    expect(play(policy, { 1: greeted, 3: [starts] }, 66).of('speak')).toEqual([1]);
    const { state, of } = play(policy, { 1: greeted, 3: [starts] }, 67);
    expect([of('speak'), state.callerSpeaking]).toEqual([[1, 67], false]);
  });

  test('may speak as long as they like where there is no limit, and each turn has its own', () => {
    expect(play(rules({}), { 1: greeted, 3: [starts] }, 600).of('add_text')).toEqual([]);
    const timeline = { 1: greeted, 3: [starts], 50: [stops], 51: says, 52: heard, 53: [starts] };
    expect(play(policy, timeline, 112).of('add_text')).toEqual([]);
    expect(play(policy, timeline, 113).of('add_text')).toEqual([113]);
  });
});

describe('keys', () => {
  test('are handed over at once when the pound key ends them', () => {
    const press = (digit: string): CallEvent => ({ type: 'digit', digit });
    const policy = rules({ digitsTimeoutMs: 5000 });
    const { happened } = play(policy, { 1: greeted, 3: [press('4'), press('2'), press('#')] }, 4);
    const [second, effect] = happened.find(([, { type }]) => type === 'add_text') ?? [];
    expect([second, JSON.stringify(effect)]).toEqual([3, expect.stringContaining('42#')]);
    expect(play(policy, { 1: greeted, 3: [press('#')] }, 7).of('add_text')).toEqual([]);
    expect(play(policy, { 1: greeted, 3: [press('#')] }, 8).of('add_text')).toEqual([8]);
  });

  test('that lead back to the same menu are told, and end the call at last', () => {
    const again = (times: number): CallEvent => ({ type: 'menu_repeated', times });
    const { state, of } = play(rules({}), { 1: greeted, 5: [again(1)], 9: [again(2)], 13: [again(3)] }, 14);
    expect([of('add_text'), of('finish'), state.ending?.reason]).toEqual([[5, 9], [13], 'menu_loop']);
  });
});

describe('a word while the agent speaks, with a voice that hears nothing but what it answers', () => {
  const murmurs: CallEvent = { type: 'caller_murmurs' };
  const speaks: CallEvent[] = [...greeted, { type: 'agent_audio' }, { type: 'response_done', status: 'completed' }];
  const said = (isAgreement: boolean): CallEvent => ({ type: 'user_transcript', itemId: 'u1', isAgreement });
  const turn: CallEvent[] = [starts, stops];

  test('is forgotten when it was agreement, and the agent speaks on', () => {
    const { state, happened, of } = play(rules({}), { 1: speaks, 2: [murmurs], 3: [...turn, said(true)] }, 4);
    expect([of('yield'), of('interrupt'), of('resume'), state.playing]).toEqual([[], [], [], true]);
    expect(happened).toContainEqual([3, { type: 'forget', itemId: 'u1' }]);
    expect(happened.filter(([, { type }]) => type === 'hold_answers').slice(-2)).toEqual([
      [2, { type: 'hold_answers', held: true }],
      [3, { type: 'hold_answers', held: false }],
    ]);
  });

  test('stops the agent when it was more, and is answered', () => {
    const { state, of } = play(rules({}), { 1: speaks, 2: [murmurs], 3: [...turn, said(false)] }, 3);
    expect([of('interrupt'), of('speak'), state.answersHeld]).toEqual([[3], [1, 3], false]);
  });

  test('is nothing when nobody tells what it was', () => {
    const { state, of } = play(rules({}), { 1: speaks, 2: [murmurs] }, 5);
    expect([of('interrupt'), of('speak'), state.playing, state.answersHeld]).toEqual([[], [1], true, false]);
  });
});
