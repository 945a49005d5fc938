import { describe, expect, it } from 'vitest';
import { costLines, NOTHING_USED, totalCost, type PricedCall, type PricedVoice } from './call-cost.ts';

type Held = Partial<Omit<PricedCall, 'voices'> & Omit<PricedVoice, 'seconds'>>;

/** A call of 90 seconds that one provider held. */
const priced = ({ provider = 'local', model, usage: used = null, ...changes }: Held = {}): PricedCall => {
  const call = {
    direction: 'inbound',
    toNumber: '+14155550100',
    durationSeconds: 90,
    recorded: false,
    ...changes,
  } as const;
  return { ...call, voices: [{ provider, model, seconds: call.durationSeconds, usage: used }] };
};
const usage = {
  inputAudioTokens: 10_000,
  inputTextTokens: 5_000,
  cachedAudioTokens: 8_000,
  cachedTextTokens: 4_000,
  outputAudioTokens: 2_000,
  outputTextTokens: 500,
};
const linesOf = (changes: Held) =>
  Object.fromEntries(costLines(priced(changes)).map((line) => [line.item, line.micro_dollars]));
const centsOf = (changes: Held) => totalCost(costLines(priced(changes)));

describe('Twilio', () => {
  it('counts started minutes of the call, its stream and its recording', () => {
    expect(linesOf({ recorded: true })).toEqual({
      local: 0,
      twilio_inbound: 17_000,
      twilio_media_stream: 8_000,
      twilio_recording: 5_000,
    });
  });

  it('bills the tenant, whose account it is, and so is none of our cost', () => {
    expect(costLines(priced({ recorded: true })).map((line) => [line.item, line.paid_by])).toEqual([
      ['local', 'platform'],
      ['twilio_inbound', 'tenant'],
      ['twilio_media_stream', 'tenant'],
      ['twilio_recording', 'tenant'],
    ]);
    expect(centsOf({ recorded: true })).toBe(0);
    expect(centsOf({ provider: 'xai', model: 'grok-voice-latest' })).toBe(12);
  });

  it('has other prices for toll-free numbers and outbound calls', () => {
    expect(linesOf({ toNumber: '+18005550100' }).twilio_inbound).toBe(44_000);
    expect(linesOf({ direction: 'outbound' }).twilio_outbound).toBe(28_000);
  });

  it('has no part in calls from a browser', () => {
    expect(linesOf({ direction: 'test' })).toEqual({ local: 0 });
    expect(centsOf({ direction: 'test' })).toBe(0);
  });

  it('has prices abroad that we do not know', () => {
    expect(linesOf({ toNumber: '+442071838750' }).twilio_inbound).toBeNull();
  });
});

describe('a call that several sessions held', () => {
  const held = (provider: string, model: string, seconds: number): PricedVoice => ({
    provider,
    model,
    seconds,
    usage: null,
  });
  const linesFor = (voices: PricedVoice[]) =>
    costLines({ direction: 'test', toNumber: 'Ava', durationSeconds: 90, recorded: false, voices });

  it('has one line for a provider that held it twice', () => {
    const xai = held('xai', 'grok-voice-latest', 30);
    expect(linesFor([xai, held('local', 'local', 20), { ...xai, seconds: 60 }])).toEqual([
      { item: 'xai', paid_by: 'platform', quantity: 90, unit: 'second', micro_dollars: 120_000 },
      { item: 'local', paid_by: 'platform', quantity: 20, unit: 'second', micro_dollars: 0 },
    ]);
  });

  it('has no known price for a line whose price is not known in part', () => {
    const voices = [held('xai', 'grok-voice-latest', 30), held('xai', 'grok-voice-unknown', 60)];
    expect(linesFor(voices)).toMatchObject([{ item: 'xai', quantity: 90, micro_dollars: null }]);
    expect(linesFor(voices.toReversed())).toMatchObject([{ item: 'xai', quantity: 90, micro_dollars: null }]);
  });
});

describe('OpenAI', () => {
  it('charges by token, and cached ones once and for less', () => {
    expect(linesOf({ direction: 'test', provider: 'openai', model: 'gpt-realtime', usage })).toEqual({
      openai_input_audio: 2_000 * 32,
      openai_cached_audio: 8_000 * 0.4,
      openai_input_text: 1_000 * 4,
      openai_cached_text: 4_000 * 0.4,
      openai_output_audio: 2_000 * 64,
      openai_output_text: 500 * 16,
      openai_transcription: 4_500,
    });
  });

  it.each([
    ['gpt-realtime-2025-08-28', 16],
    ['gpt-realtime-1.5', 16],
    ['gpt-realtime-2', 24],
    ['gpt-realtime-2.1', 24],
    ['gpt-realtime-mini', 2.4],
    ['gpt-realtime-2.1-mini', 2.4],
  ])('prices %s as its family', (model, outputText) => {
    expect(linesOf({ provider: 'openai', model, usage }).openai_output_text).toBe(500 * outputText);
  });

  it.each([
    ['a model that is new to us', 'gpt-realtime-9', usage],
    ['no model', undefined, usage],
    ['no usage', 'gpt-realtime', null],
  ])('costs null for %s', (_name, model, tokens) => {
    expect(centsOf({ provider: 'openai', model, usage: tokens })).toBeNull();
  });

  it('costs what listening took where nothing was used, whatever the model', () => {
    expect(linesOf({ direction: 'test', provider: 'openai', model: 'gpt-realtime-9', usage: NOTHING_USED })).toEqual({
      openai_transcription: 4_500,
    });
  });
});

describe('xAI', () => {
  it('charges by the time connected', () => {
    expect(linesOf({ provider: 'xai', model: 'grok-voice-latest' }).xai).toBe(120_000);
    expect(linesOf({ provider: 'xai', model: 'grok-voice-think-fast-1.0' }).xai).toBe(75_000);
  });

  it('costs null for a model that is new to us', () => {
    expect(centsOf({ provider: 'xai', model: 'grok-voice-9' })).toBeNull();
  });
});

it('costs null for a provider whose prices we do not have', () => {
  expect(centsOf({ provider: 'elevenlabs' })).toBeNull();
});

it('costs nothing when nobody answered', () => {
  expect(costLines({ ...priced({ durationSeconds: 0 }), voices: [] })).toEqual([]);
  expect(centsOf({ durationSeconds: 0 })).toBe(0);
});

describe('a call that two providers held', () => {
  it('pays each for its part', () => {
    const voices: PricedVoice[] = [
      { provider: 'xai', model: 'grok-voice-latest', seconds: 30, usage: null },
      { provider: 'openai', model: 'gpt-realtime', seconds: 60, usage },
    ];
    const lines = costLines({ ...priced({ direction: 'test' }), voices });
    const paid = Object.fromEntries(lines.map((line) => [line.item, line.micro_dollars]));
    expect(paid).toMatchObject({ xai: 40_000, openai_input_audio: 64_000, openai_transcription: 3_000 });
    expect(totalCost(lines)).toBe(25);
  });
});
