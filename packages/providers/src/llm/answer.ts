import type { FinishReason, LanguageModelUsage, ModelMessage, ToolSet, TypedToolCall } from 'ai';
import { microDollars } from '@leadlock/core/money';
import { LlmError, type LlmAnswer, type LlmSpending, type LlmToolCall, type LlmUsage } from '../contracts/index.ts';
import type { Call } from './call.ts';
import { priceOf } from './price.ts';

/** What the SDK has of an answer, streamed or not. */
export interface RawAnswer {
  text: string;
  toolCalls: readonly TypedToolCall<ToolSet>[];
  finishReason: FinishReason;
  usage: LanguageModelUsage;
  providerMetadata: ModelMessage['providerOptions'];
}

export function toToolCall(call: TypedToolCall<ToolSet>): LlmToolCall {
  const isObject = typeof call.input === 'object' && call.input !== null && !Array.isArray(call.input);
  const known = {
    id: call.toolCallId,
    name: call.toolName,
    arguments: isObject ? (call.input as Record<string, unknown>) : {},
  };
  if (!call.invalid) return known;
  const { error } = call;
  return { ...known, problem: error instanceof Error ? reasonOf(error) : 'Invalid arguments.' };
}

/** The innermost reason: around it the SDK repeats the arguments. */
const reasonOf = (error: Error): string => (error.cause instanceof Error ? reasonOf(error.cause) : error.message);

/** More than any model reads or writes at once: a server that says so is not to be believed, nor billed. */
const MOST_TOKENS = 1_000_000_000;
const isCount = (tokens: number): boolean => Number.isInteger(tokens) && tokens >= 0 && tokens <= MOST_TOKENS;

export function toUsage(said: LanguageModelUsage): LlmUsage | null {
  const { inputTokens = 0, outputTokens = 0, inputTokenDetails } = said;
  const usage = {
    inputTokens,
    cachedInputTokens: inputTokenDetails.cacheReadTokens ?? 0,
    cacheWriteTokens: inputTokenDetails.cacheWriteTokens ?? 0,
    outputTokens,
  };
  const isPlausible =
    Object.values(usage).every(isCount) && usage.cachedInputTokens + usage.cacheWriteTokens <= inputTokens;
  // Who says nothing of it has it stand there as nothing.
  return isPlausible && inputTokens + outputTokens > 0 ? usage : null;
}

function spendingOf({ model, vendor, paidBy }: Call, raw: Pick<RawAnswer, 'usage' | 'providerMetadata'>): LlmSpending {
  const usage = toUsage(raw.usage);
  const stated = vendor.statedCost?.(raw.providerMetadata);
  const listed = usage === null ? null : priceOf(model.price, usage);
  const price = stated === undefined ? listed : microDollars(stated);
  return { usage, price, platformCost: paidBy === 'platform' ? price : 0, paidBy };
}

const sum = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? null : one + other;

/** What two requests of one call have used. */
export function addSpending(one: LlmSpending, other: LlmSpending): LlmSpending {
  const usage: LlmUsage | null =
    one.usage === null || other.usage === null
      ? null
      : {
          inputTokens: one.usage.inputTokens + other.usage.inputTokens,
          cachedInputTokens: one.usage.cachedInputTokens + other.usage.cachedInputTokens,
          cacheWriteTokens: one.usage.cacheWriteTokens + other.usage.cacheWriteTokens,
          outputTokens: one.usage.outputTokens + other.usage.outputTokens,
        };
  const price = sum(one.price, other.price);
  return { usage, price, platformCost: sum(one.platformCost, other.platformCost), paidBy: one.paidBy };
}

/** Ends that a vendor has said. A stream that merely stops, as when a proxy lets go of it in order, has none of them. */
const COMPLETE: ReadonlySet<FinishReason> = new Set(['stop', 'length', 'tool-calls']);

/** @throws LlmError for an answer that is none: refused, or broken off */
export function toAnswer(call: Call, raw: RawAnswer): LlmAnswer {
  const { model, vendor, paidBy } = call;
  const spent = spendingOf(call, raw);
  const about = { vendor: model.vendor, keyOwner: paidBy, spent };
  if (raw.finishReason === 'content-filter') {
    throw new LlmError('content_refused', `${vendor.label} rejected the content`, 'Rephrase the request.', about);
  }
  if (!COMPLETE.has(raw.finishReason)) {
    throw new LlmError('bad_answer', `${vendor.label} stopped before completing the response`, 'Try again.', about);
  }
  // What the vendor has searched by itself is no wish of the model.
  const toolCalls = raw.toolCalls.filter((asked) => asked.providerExecuted !== true).map(toToolCall);
  const wantsTools = toolCalls.length > 0 && raw.finishReason !== 'length';
  return {
    ...spent,
    text: raw.text,
    toolCalls,
    end: wantsTools ? 'tool_calls' : raw.finishReason === 'length' ? 'length' : 'done',
    model: `${model.vendor}/${model.id}`,
    durationMs: call.elapsedMs(),
    attempts: call.attempts,
  };
}
