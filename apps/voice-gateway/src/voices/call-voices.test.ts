import { silentLogger } from '@leadlock/observability/logger';
import type { CallVoice } from '@leadlock/telephony/calls';
import type { RealtimeProvider } from '@leadlock/voice/contracts';
import type { VoiceLoss } from '@leadlock/voice/session';
import { sampleSessionConfig } from '@leadlock/voice/testing';
import { beforeEach, describe, expect, test } from 'vitest';
import { CallVoices } from './call-voices.ts';
import { Circuits } from './circuits.ts';

const voiceOf = (providerName: CallVoice['providerName']): CallVoice => ({
  providerName,
  model: `${providerName}-model`,
  session: sampleSessionConfig({ voice: `voice of ${providerName}` }),
});
const [xai, openai, gemini] = [voiceOf('xai'), voiceOf('openai'), voiceOf('gemini')];
const DROPPED = { reason: 'closed_1006', retryable: true };
let now: number;
let circuits: Circuits;
let failovers: string[];

beforeEach(() => {
  now = 0;
  failovers = [];
  circuits = new Circuits({ metrics: { circuit: () => undefined }, log: silentLogger, now: () => now });
});

function voicesOf(...candidates: [CallVoice, ...CallVoice[]]) {
  const voices = new CallVoices({
    candidates,
    providerFor: ({ providerName }) => ({ name: providerName }) as RealtimeProvider,
    circuits,
    metrics: { failover: (from, to, cause) => failovers.push(`${from} to ${to}: ${cause}`) },
    now: () => now,
  });
  let current = voices.first();
  return {
    voices,
    first: current.provider.name,
    lose: (loss: Omit<VoiceLoss, 'voice'> = DROPPED): string | null => {
      const next = voices.next({ voice: current, ...loss });
      if (next) current = next;
      return next?.provider.name ?? null;
    },
  };
}

describe('a call', () => {
  test('goes on with the others in their order, and at last once more with the one that it has lost', () => {
    const { voices, first, lose } = voicesOf(xai, openai, gemini);
    expect([first, lose(), lose(), lose()]).toEqual(['xai', 'openai', 'gemini', 'gemini']);
    expect(voices.hasNext).toBe(false);
    expect(lose()).toBeNull();
    expect(failovers).toEqual([
      'xai to openai: lost',
      'openai to gemini: lost',
      'gemini to gemini: lost',
      'gemini to none: lost',
    ]);
  });

  test('may come back to a voice that it lost a while ago', () => {
    const { lose } = voicesOf(xai, openai);
    expect(lose()).toBe('openai');
    now = 31_000;
    expect(lose()).toBe('xai');
  });

  test('that has only one voice takes it again, unless that will never be given', () => {
    expect(voicesOf(xai).lose()).toBe('xai');
    expect(voicesOf(openai).lose({ reason: 'refused_http_401', retryable: false })).toBeNull();
  });

  test('asks another one for a session beside its own that was refused, and keeps its own until that takes over', () => {
    const { voices, lose } = voicesOf(xai, openai, gemini);
    const own = { ...DROPPED, reason: 'refused_http_503', voice: voices.first() };
    const other = voices.instead(own);
    expect(other?.provider.name).toBe('openai');
    expect(failovers).toEqual([]);
    if (other) voices.tookOver(other);
    expect(failovers).toEqual(['xai to openai: refused']);
    expect(lose()).toBe('gemini');
    expect(voices.instead({ ...DROPPED, voice: voices.first() })).toBeNull();
  });

  test('stays with its voice when only the session was over, as often as that happens', () => {
    const { voices, lose } = voicesOf(xai, openai);
    for (let count = 0; count < 4; count++) {
      voices.works();
      expect(lose({ reason: 'session_expired', retryable: true })).toBe('xai');
      expect(lose({ reason: 'session_limit', retryable: true })).toBe('xai');
    }
    expect(circuits.mayTry({ provider: 'xai', model: 'xai-model' })).toBe(true);
  });

  test('leaves a voice whose sessions are over before anything was heard of them', () => {
    const { voices, lose } = voicesOf(xai, openai);
    voices.works();
    const expired = { reason: 'session_expired', retryable: true };
    expect([lose(expired), lose(expired)]).toEqual(['xai', 'openai']);
  });
});

describe('a provider that fails', () => {
  const failing = (provider: string): void =>
    circuits.failed({ provider, model: `${provider}-model` }, { reason: 'refused_http_401', isFinal: true });

  test('is passed over by new calls, and by those that lose theirs', () => {
    failing('xai');
    expect(voicesOf(xai, openai).first).toBe('openai');
    failing('openai');
    expect(voicesOf(gemini, openai, xai).lose()).toBe('openai');
  });

  test('is better than none', () => {
    failing('xai');
    expect(voicesOf(xai).first).toBe('xai');
  });

  test('is passed over at once when it takes no session of the account', () => {
    voicesOf(xai, openai).lose({ reason: 'closed_1008', retryable: false, cause: 'account' });
    expect(voicesOf(xai, openai).first).toBe('openai');
  });

  test('for what agents of one account are set to is not passed over by others', () => {
    const refusal = { reason: 'override_error', retryable: false, cause: 'settings' } as const;
    for (let count = 0; count < 3; count++) {
      const { voices, lose } = voicesOf(xai, openai);
      expect(voices.instead({ ...refusal, voice: voices.first() })?.provider.name).toBe('openai');
      lose(refusal);
    }
    expect(voicesOf(xai, openai).first).toBe('xai');
  });

  test('is tried by the next call when the one that tried it asked for what it does not have', () => {
    failing('xai');
    now = 20_000;
    const { first, lose } = voicesOf(xai, openai);
    expect(first).toBe('xai');
    lose({ reason: 'override_error', retryable: false, cause: 'settings' });
    expect(voicesOf(xai, openai).first).toBe('xai');
  });

  test('is told by the calls that lose it', () => {
    for (let count = 0; count < 3; count++) voicesOf(xai, openai).lose();
    expect(voicesOf(xai, openai).first).toBe('openai');
    const { voices } = voicesOf(xai);
    now = 20_000;
    voices.works();
    expect(voicesOf(xai, openai).first).toBe('xai');
  });
});
