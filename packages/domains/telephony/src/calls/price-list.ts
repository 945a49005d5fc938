import { microDollars, type MicroDollars } from '@leadlock/core/money';

/** Dollars for a million tokens. */
export interface TokenPrices {
  inputAudio: number;
  inputText: number;
  cachedAudio: number;
  cachedText: number;
  outputAudio: number;
  outputText: number;
}

const full: TokenPrices = {
  inputAudio: 32,
  inputText: 4,
  cachedAudio: 0.4,
  cachedText: 0.4,
  outputAudio: 64,
  outputText: 16,
};
const mini: TokenPrices = {
  inputAudio: 10,
  inputText: 0.6,
  cachedAudio: 0.3,
  cachedText: 0.06,
  outputAudio: 20,
  outputText: 2.4,
};

/**
 * OpenAI's realtime models: developers.openai.com/api/docs/models/gpt-realtime-1.5, -2, -2.1 and -2.1-mini,
 * read on 22 November 2026. A model's name may end in the date of its version.
 */
const OPENAI_MODELS: readonly (readonly [name: RegExp, prices: TokenPrices])[] = [
  [/^gpt-realtime(-1\.5)?(-\d{4}-\d\d-\d\d)?$/, full],
  [/^gpt-realtime-2(\.1)?(-\d{4}-\d\d-\d\d)?$/, { ...full, outputText: 24 }],
  [/^gpt-realtime(-2\.1)?-mini(-\d{4}-\d\d-\d\d)?$/, mini],
];

/** Null for a model whose price we do not know. */
export const openAiPrices = (model: string): TokenPrices | null =>
  OPENAI_MODELS.find(([name]) => name.test(model))?.[1] ?? null;

/** OpenAI's published estimate for gpt-4o-mini-transcribe, which writes down what the caller says; not read again in 2026. */
export const OPENAI_TRANSCRIPTION_MINUTE: MicroDollars = microDollars(0.003);

/**
 * xAI's realtime models, a minute of connection.
 * `grok-voice-latest` stands for think-fast-2.0: inference.sh/apps/xai/grok-voice (24 September 2026, $0.08).
 * The older ones: docs.x.ai/developers/models/voice-agent-api (4 April 2026, $0.05).
 */
export const XAI_MINUTE: Readonly<Record<string, MicroDollars>> = {
  'grok-voice-latest': microDollars(0.08),
  'grok-voice-think-fast-2.0': microDollars(0.08),
  'grok-voice-think-fast-1.0': microDollars(0.05),
  'grok-voice-fast-1.0': microDollars(0.05),
};

/**
 * Twilio in the United States and Canada, a started minute, before volume discounts.
 * Inbound: help.twilio.com «How Volume Pricing works at Twilio», 22 November 2026. The others are the list prices of
 * twilio.com/en-us/voice/pricing/us as last known, not read again in 2026. Tenants pay them to Twilio themselves.
 */
export const TWILIO_MINUTE = {
  inboundLocal: microDollars(0.0085),
  inboundTollFree: microDollars(0.022),
  outbound: microDollars(0.014),
  mediaStream: microDollars(0.004),
  recording: microDollars(0.0025),
} as const;

const NORTH_AMERICA = /^\+1\d{10}$/;
const TOLL_FREE = /^\+18(?:00|33|44|55|66|77|88)\d{7}$/;

/** The carrier's price of a minute to or from these numbers; null outside North America, where prices differ by country. */
export function carrierMinute(direction: 'inbound' | 'outbound', toNumber: string): MicroDollars | null {
  if (!NORTH_AMERICA.test(toNumber)) return null;
  if (direction === 'outbound') return TWILIO_MINUTE.outbound;
  return TOLL_FREE.test(toNumber) ? TWILIO_MINUTE.inboundTollFree : TWILIO_MINUTE.inboundLocal;
}
