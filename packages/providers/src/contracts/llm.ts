import type { MicroDollars } from '@leadlock/core/money';
import type { z } from 'zod';

/** Whoever runs models. `local` is the installation's own OpenAI-compatible server. */
export type LlmVendor = 'openai' | 'anthropic' | 'xai' | 'local';

/**
 * A piece of what is said to a model. `data` is text from outside (callers, contacts, websites, documents): the model gets
 * it in a marked block and is told that nothing in it is an instruction.
 */
export type LlmPart = { kind: 'text'; text: string } | { kind: 'data'; source: string; text: string };

export interface LlmToolCall {
  id: string;
  name: string;
  arguments: Record<string, unknown>;
  /** Why the call cannot be carried out as it stands: no such tool, or arguments that its schema refuses. Give it back as the result. */
  problem?: string;
}

export type LlmMessage =
  | { role: 'user'; content: string | readonly LlmPart[] }
  | { role: 'assistant'; text: string; toolCalls?: readonly LlmToolCall[] }
  /** What came of a tool call of the message before. */
  | { role: 'tool'; callId: string; name: string; result: string };

export interface LlmTool {
  name: string;
  description: string;
  /** The arguments: a zod object, which also checks them, or a JSON Schema that is handed on. */
  parameters: z.ZodType | Record<string, unknown>;
}

/** Whose account at a vendor a request runs on. */
export type LlmKeyOwner = 'tenant' | 'agency' | 'platform';

export interface LlmKey {
  owner: Exclude<LlmKeyOwner, 'platform'>;
  vendor: LlmVendor;
  apiKey: string;
}

/** What a model may look up by itself while it answers. */
export interface LlmSearch {
  web?: boolean;
  /** Posts on X; `handles` limits them to these accounts, where there are any. */
  x?: { handles: readonly string[] };
}

export interface LlmRequest {
  /** `vendor/model`, or a bare id that the catalog knows. One that its vendor has withdrawn stands for its successor. */
  model: string;
  /** What the model is told to be and do. Text from outside does not belong here. */
  instructions?: string;
  messages: readonly LlmMessage[];
  tools?: readonly LlmTool[];
  /** For models of vendors that search; others refuse the request. */
  search?: LlmSearch;
  /** 0 to 2; left out for models that take none, and bounded by what their vendor takes. */
  temperature?: number;
  /** Default 4096, which has to hold what the model thinks, too. */
  maxOutputTokens?: number;
  /** How long everything may take, retries included. Default 60 s. */
  deadlineMs?: number;
  signal?: AbortSignal;
  /** Keys that come before the platform's, in order; the first one of the model's vendor is used, and no other. */
  keys?: readonly LlmKey[];
}

export interface LlmUsage {
  /** All that was read, cached or not. */
  inputTokens: number;
  /** Of these, read from and written to the vendor's cache. */
  cachedInputTokens: number;
  cacheWriteTokens: number;
  /** All that was written, thoughts included. */
  outputTokens: number;
}

/** What requests have used. */
export interface LlmSpending {
  /** Null where the vendor did not say. */
  usage: LlmUsage | null;
  /** What the vendor charges whoever's key it was; null where that is not known. */
  price: MicroDollars | null;
  /** What it costs the platform: nothing with somebody else's key. */
  platformCost: MicroDollars | null;
  paidBy: LlmKeyOwner;
}

export interface LlmAnswer extends LlmSpending {
  text: string;
  toolCalls: LlmToolCall[];
  /** `length`: cut where `maxOutputTokens` were used up. */
  end: 'done' | 'tool_calls' | 'length';
  /** `vendor/model` as it was asked, which is the successor of one that is withdrawn. */
  model: string;
  durationMs: number;
  /** Requests that it took. */
  attempts: number;
}

export interface LlmValueRequest<Schema extends z.ZodType> extends LlmRequest {
  /** An object. What models write is checked against it. */
  schema: Schema;
  /** What the value is, in letters, digits and `_`. Default `answer`. */
  schemaName?: string;
}

export interface LlmValueAnswer<Value> extends LlmAnswer {
  value: Value;
}

export type LlmStreamEvent =
  | { kind: 'text'; text: string }
  | { kind: 'tool_call'; call: LlmToolCall }
  /** The last one, once. */
  | { kind: 'end'; answer: LlmAnswer };

/** Language models, whoever runs them. Everything throws LlmError and nothing else. */
export interface LlmProvider {
  generate(request: LlmRequest): Promise<LlmAnswer>;
  /** An answer that the schema takes. What does not parse is asked for once more, with the problem named. */
  generateValue<Schema extends z.ZodType>(request: LlmValueRequest<Schema>): Promise<LlmValueAnswer<z.output<Schema>>>;
  /**
   * The answer while it is written. Begins with the first `next`, and ends with one `end` or one error. Whoever leaves the
   * loop ends the request, and so does the deadline when nobody reads on. Nothing is tried again once something was told.
   */
  stream(request: LlmRequest): AsyncIterable<LlmStreamEvent>;
}
