import type { LlmVendor } from '../contracts/index.ts';

/** Dollars for a million tokens. */
interface TokenRates {
  input: number;
  cachedInput: number;
  /** Writing to the cache, where that costs more than reading anew. */
  cacheWrite?: number;
  output: number;
}

export interface TokenPrice extends TokenRates {
  /** What all of a request is charged when it reads more than so many tokens; null: not known. */
  longInput?: { above: number; rates: TokenRates | null };
  /** The day on which the source said so. */
  asOf: string;
  source: string;
}

export interface LlmModel {
  vendor: LlmVendor;
  id: string;
  /** Tokens that it reads and writes together; null: not known. */
  contextTokens: number | null;
  maxOutputTokens: number | null;
  /** The highest temperature it takes; null: it refuses any. */
  maxTemperature: number | null;
  /** Null: not known, and so is what its answers cost. */
  price: TokenPrice | null;
}

const anthropicPricing = { asOf: '2026-11-30', source: 'https://platform.claude.com/docs/en/about-claude/pricing' };
const openAiPricing = { asOf: '2026-11-05', source: 'https://developers.openai.com/api/docs/pricing' };

/** Anthropic writes to a cache only what it is told to, and then charges a quarter more. */
const claude = (
  id: string,
  [input, cachedInput, output]: readonly [number, number, number],
  limits: Pick<LlmModel, 'contextTokens' | 'maxOutputTokens' | 'maxTemperature'>,
): LlmModel => ({
  vendor: 'anthropic',
  id,
  ...limits,
  price: { input, cachedInput, cacheWrite: input * 1.25, output, ...anthropicPricing },
});

const gpt = (
  id: string,
  [input, cachedInput, output]: readonly [number, number, number],
  limits: Pick<LlmModel, 'contextTokens' | 'maxOutputTokens' | 'maxTemperature'>,
): LlmModel => ({ vendor: 'openai', id, ...limits, price: { input, cachedInput, output, ...openAiPricing } });

/** xAI says with each answer what it cost, so that no table of ours needs to. */
const grok = (id: string, contextTokens: number | null): LlmModel => ({
  vendor: 'xai',
  id,
  contextTokens,
  maxOutputTokens: null,
  maxTemperature: 2,
  price: null,
});

const olderClaude = { contextTokens: 200_000, maxOutputTokens: 64_000, maxTemperature: 1 };
const gpt41 = { contextTokens: 1_047_576, maxOutputTokens: 32_768, maxTemperature: 2 };
const gpt4o = { contextTokens: 128_000, maxOutputTokens: 16_384, maxTemperature: 2 };
const thinkingGpt = { contextTokens: 1_050_000, maxOutputTokens: 128_000, maxTemperature: null };
const newerClaude = { contextTokens: 1_000_000, maxOutputTokens: 128_000, maxTemperature: null };
const newestClaude = { contextTokens: null, maxOutputTokens: 128_000, maxTemperature: null };

/** The models that are known. Others of a vendor can be asked, too: their price is not known, and they get no temperature. */
export const MODELS: readonly LlmModel[] = [
  claude('claude-haiku-4-5-20251001', [1, 0.1, 5], olderClaude),
  claude('claude-sonnet-4-5-20250929', [3, 0.3, 15], olderClaude),
  claude('claude-sonnet-4-6', [3, 0.3, 15], { ...newerClaude, maxTemperature: 1 }),
  claude('claude-opus-4-6', [5, 0.5, 25], { ...newerClaude, maxTemperature: 1 }),
  claude('claude-opus-4-8', [5, 0.5, 25], newerClaude),
  claude('claude-sonnet-5', [2, 0.2, 10], newerClaude),
  claude('claude-opus-5', [5, 0.5, 25], newerClaude),
  claude('claude-sonnet-5-5', [2, 0.1, 10], newestClaude),
  claude('claude-opus-5-5', [4, 0.2, 20], newestClaude),
  {
    vendor: 'anthropic',
    id: 'claude-haiku-5-5',
    ...newestClaude,
    price: {
      input: 0.1,
      cachedInput: 0.01,
      cacheWrite: 0.125,
      output: 0.5,
      longInput: { above: 100_000, rates: { input: 0.5, cachedInput: 0.05, cacheWrite: 0.625, output: 2.5 } },
      ...anthropicPricing,
    },
  },
  gpt('gpt-4.1', [2, 0.5, 8], gpt41),
  gpt('gpt-4.1-mini', [0.4, 0.1, 1.6], gpt41),
  gpt('gpt-4.1-nano', [0.1, 0.025, 0.4], gpt41),
  gpt('gpt-4o', [2.5, 1.25, 10], gpt4o),
  gpt('gpt-4o-mini', [0.15, 0.075, 0.6], gpt4o),
  gpt('gpt-5.2', [1.75, 0.175, 14], { contextTokens: 400_000, maxOutputTokens: 128_000, maxTemperature: null }),
  {
    vendor: 'openai',
    id: 'gpt-5.6-luna',
    ...thinkingGpt,
    price: {
      input: 0.2,
      cachedInput: 0.02,
      cacheWrite: 0.25,
      output: 1.2,
      longInput: { above: 272_000, rates: { input: 0.4, cachedInput: 0.04, cacheWrite: 0.5, output: 1.8 } },
      asOf: '2026-11-30',
      source: 'https://developers.openai.com/api/docs/models/gpt-5.6-luna',
    },
  },
  {
    vendor: 'openai',
    id: 'gpt-6-luna',
    ...thinkingGpt,
    price: {
      input: 0.1,
      cachedInput: 0.01,
      cacheWrite: 0.125,
      output: 0.5,
      longInput: { above: 272_000, rates: null },
      ...openAiPricing,
    },
  },
  grok('grok-4.3', 1_000_000),
  grok('grok-4.5', null),
  grok('grok-4.6', null),
  grok('grok-4.7', null),
  grok('grok-4.20-reasoning', null),
  grok('grok-4.20-non-reasoning', null),
  grok('grok-latest', null),
];

/** Of a model that is in no list, what is safe to assume. */
export function unlistedModel(vendor: LlmVendor, id: string): LlmModel {
  const unknown = { vendor, id, contextTokens: null, maxOutputTokens: null, maxTemperature: null, price: null };
  if (vendor !== 'local') return unknown;
  // Nobody charges for tokens of one's own machine.
  const price = { input: 0, cachedInput: 0, output: 0, asOf: '2026-11-30', source: 'the installation’s own machine' };
  return { ...unknown, maxTemperature: 2, price };
}
