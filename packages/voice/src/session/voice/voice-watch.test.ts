import { describe, expect, test } from 'vitest';
import type { RealtimeCapabilities } from '../../contracts/realtime-provider.ts';
import type { CallMachine } from '../call-machine.ts';
import { type CallEvent } from '../call-events.ts';
import { DEFAULT_CALL_POLICY } from '../call-policy.ts';
import { initialCallState, type CallState } from '../call-state.ts';
import { SoundCheck } from '../caller/sound-check.ts';
import { NO_SPARE_VOICES } from './spare-voices.ts';
import type { VoiceSide } from './voice-side.ts';
import { VoiceWatch } from './voice-watch.ts';

const CAPABILITIES = { updates: true, maxSessionSeconds: 3600, signsWithinMs: 2000 };

/** A voice that is ready, and a watch that looks at it ten times a second. */
function watch(capabilities: RealtimeCapabilities = CAPABILITIES) {
  const state: CallState = { ...initialCallState(DEFAULT_CALL_POLICY, 0), phase: 'listening' };
  const events: CallEvent[] = [];
  const provider = { signedAt: 0, answersSigns: true, canBeAsked: true, asked: [] as number[] };
  const caller = { openUntil: null as number | null, endedAt: null as number | null };
  let now = 0;
  const subject = new VoiceWatch({
    machine: { state, dispatch: (event: CallEvent) => events.push(event) } as unknown as CallMachine,
    voice: {
      openingSince: null,
      voice: { provider: { capabilities } },
      get signedAt() {
        return provider.signedAt;
      },
      askForSign: () => {
        if (!provider.canBeAsked) return false;
        provider.asked.push(now);
        if (provider.answersSigns) provider.signedAt = now + 1;
        return true;
      },
    } as unknown as VoiceSide,
    caller: {
      get openUntil() {
        return caller.openUntil;
      },
      endTurn: (at) => (caller.endedAt = at),
    },
    sound: new SoundCheck(),
    spares: { ...NO_SPARE_VOICES, hasNext: true },
  });
  /** When it gave the voice up, up to `end`; null when it did not. */
  const givesUpBy = (end: number): number | null => {
    for (; now <= end; now += 100) {
      subject.tick(now);
      if (events.length > 0) return now;
    }
    return null;
  };
  /** The process does nothing for so long. */
  const holdUp = (ms: number) => (now += ms);
  return { state, events, provider, caller, givesUpBy, holdUp };
}

describe('a voice that owes an answer', () => {
  test.each<[string, Partial<CallState>]>([
    ['has been asked for it', { awaitingReply: true }],
    ['has broken off in the middle of it', { responding: true, itemOpen: true }],
    ['has broken off, and is owed to speak again', { awaitingReply: true, responding: true }],
  ])('and %s is given up when it gives no sign', (_, changes) => {
    const { state, events, givesUpBy } = watch();
    Object.assign(state, changes);
    expect(givesUpBy(5000)).toBe(2000);
    expect(events).toEqual([{ type: 'provider_closed', reason: 'silent', retryable: true }]);
  });

  test.each<[string, Partial<CallState>]>([
    ['what it said is still heard', { awaitingReply: true, playing: true }],
    ['its answer is complete', { responding: true }],
    ['the caller speaks', { awaitingReply: true, callerSpeaking: true }],
    ['it hears first what the caller said to another one', { awaitingReply: true, hearsAgain: true }],
  ])('is kept while %s', (_, changes) => {
    const { state, givesUpBy } = watch();
    Object.assign(state, changes);
    expect(givesUpBy(20_000)).toBeNull();
  });

  test('is kept where it is not known when its provider gives a sign', () => {
    const { state, givesUpBy } = watch({ updates: true, maxSessionSeconds: 3600 });
    state.awaitingReply = true;
    expect(givesUpBy(20_000)).toBeNull();
  });
});

describe('a voice that has not said that the caller has finished', () => {
  test('is asked for a sign, and given up without one', () => {
    const { caller, provider, events, givesUpBy } = watch();
    caller.openUntil = 1000;
    provider.answersSigns = false;
    expect(givesUpBy(10_000)).toBe(3000);
    expect(provider.asked).toEqual([1800]);
    expect(caller.endedAt).toBe(3000);
    expect(events).toMatchObject([{ reason: 'silent' }]);
  });

  test('is kept for as long as it gives one', () => {
    const { caller, provider, givesUpBy } = watch();
    caller.openUntil = 1000;
    expect(givesUpBy(8000)).toBeNull();
    expect(provider.asked.length).toBeGreaterThan(3);
    expect(caller.endedAt).toBeNull();
  });

  test('is not asked while the caller may still be speaking, or where it cannot be', () => {
    const { caller, provider, givesUpBy } = watch();
    for (const at of [0, 500, 1000, 1500]) {
      caller.openUntil = at;
      expect(givesUpBy(at + 400)).toBeNull();
    }
    expect(provider.asked).toEqual([]);
    provider.canBeAsked = false;
    expect(givesUpBy(20_000)).toBeNull();
  });
});

describe('while the process is held up', () => {
  test.each<[string, number]>([
    ['for as long as a sign may take', 2000],
    ['for longer than anything waits', 30_000],
  ])('nothing counts as silence, held up %s', (_, ms) => {
    const { state, givesUpBy, holdUp } = watch();
    state.awaitingReply = true;
    expect(givesUpBy(900)).toBeNull();
    holdUp(ms);
    expect(givesUpBy(ms + 1900)).toBeNull();
    expect(givesUpBy(ms + 3000)).toBe(ms + 2100);
  });

  test('a sign that it was asked for has its time', () => {
    const { caller, provider, givesUpBy, holdUp } = watch();
    caller.openUntil = 1000;
    provider.answersSigns = false;
    expect(givesUpBy(1800)).toBeNull();
    holdUp(5000);
    expect(givesUpBy(10_000)).toBe(8100);
  });
});
