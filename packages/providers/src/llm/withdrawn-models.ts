import type { LlmVendor } from '../contracts/index.ts';

export interface WithdrawnModel {
  vendor: LlmVendor;
  id: string;
  /** From this day (UTC) on its vendor refuses it. */
  on: string;
  /** What the vendor recommends instead. */
  successor: string;
}

const anthropic = (on: string, successor: string, ...ids: string[]): WithdrawnModel[] =>
  ids.map((id) => ({ vendor: 'anthropic', id, on, successor }));
const openai = (on: string, successor: string, ...ids: string[]): WithdrawnModel[] =>
  ids.map((id) => ({ vendor: 'openai', id, on, successor }));
const xai = (on: string, successor: string, ...ids: string[]): WithdrawnModel[] =>
  ids.map((id) => ({ vendor: 'xai', id, on, successor }));

/**
 * Looked up on 2026-11-30 in https://platform.claude.com/docs/en/about-claude/model-deprecations,
 * https://developers.openai.com/api/docs/deprecations and https://docs.x.ai/developers/migration/may-15-retirement.
 * A day to come is in it as soon as it is announced: until then the model is used as it is.
 */
export const WITHDRAWN_MODELS: readonly WithdrawnModel[] = [
  ...anthropic('2026-02-19', 'claude-haiku-4-5-20251001', 'claude-3-5-haiku-20241022'),
  ...anthropic('2026-02-19', 'claude-sonnet-4-6', 'claude-3-7-sonnet-20250219'),
  ...anthropic('2026-06-15', 'claude-sonnet-4-6', 'claude-sonnet-4-20250514'),
  ...anthropic('2026-06-15', 'claude-opus-4-8', 'claude-opus-4-20250514'),
  ...anthropic('2026-08-05', 'claude-opus-4-8', 'claude-opus-4-1-20250805'),
  ...anthropic('2026-11-30', 'claude-sonnet-5-5', 'claude-sonnet-4-5-20250929'),
  ...openai('2026-10-23', 'gpt-5.6-luna', 'gpt-4.1-nano', 'gpt-4.1-nano-2025-04-14'),
  ...openai('2027-01-14', 'gpt-6-luna', 'gpt-4o', 'gpt-4o-mini', 'gpt-4.1', 'gpt-4.1-mini'),
  ...xai('2026-05-15', 'grok-4.3', 'grok-3', 'grok-4-0709', 'grok-4-fast-reasoning', 'grok-4-fast-non-reasoning'),
  ...xai('2026-05-15', 'grok-4.3', 'grok-4-1-fast-reasoning', 'grok-4-1-fast-non-reasoning'),
];
