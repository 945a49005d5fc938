import type { VoicePart } from '@leadlock/voice/session';
import { describe, expect, it } from 'vitest';
import { NOTHING_USED } from './call-cost.ts';
import type { CallOutcome } from './call-outcome.ts';
import { voicesOf } from './priced-voices.ts';

const usage = { ...NOTHING_USED, outputAudioTokens: 500 };
const part = (provider: string, untilMs: number, more: Partial<VoicePart> = {}): VoicePart => ({
  provider,
  model: `${provider}-model`,
  fromMs: 0,
  untilMs,
  wasReady: true,
  spoke: true,
  usage,
  ...more,
});
const held = (voices: VoicePart[] | undefined, more: Partial<CallOutcome> = {}) =>
  voicesOf(
    { voice_provider: 'xai' },
    { status: 'completed', endReason: 'caller_hangup', model: 'grok', usage, firstAudioMs: 1, voices, ...more },
    90,
  );

describe('who held a call', () => {
  it('is who it began with, where nobody says anything else', () => {
    expect(held(undefined)).toEqual([{ provider: 'xai', model: 'grok', seconds: 90, usage }]);
  });

  it('is the one that took it, where the first was never ready', () => {
    expect(held([part('xai', 900, { wasReady: false, spoke: false, usage: null }), part('openai', 90_000)])).toEqual([
      { provider: 'openai', model: 'openai-model', seconds: 90, usage },
    ]);
  });

  it('shares its seconds, so that all of them are paid for', () => {
    expect(held([part('xai', 30_400), part('openai', 60_600), part('xai', 89_000)])).toMatchObject([
      { provider: 'xai', seconds: 30 },
      { provider: 'openai', seconds: 31 },
      { provider: 'xai', seconds: 29 },
    ]);
  });

  it('has used nothing before it spoke, and what nobody knows when it was lost in its first answer', () => {
    const lost = (spoke: boolean) => part('openai', 30_000, { usage: null, spoke });
    expect(held([lost(false), part('xai', 90_000)])[0]?.usage).toEqual(NOTHING_USED);
    expect(held([lost(true), part('xai', 90_000)])[0]?.usage).toBeNull();
  });
});
