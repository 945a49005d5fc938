import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../realtime/json.ts';
import type { ModelRequest, Thought, TokenUsage } from './model-request.ts';
import type { Refusal } from './refusal.ts';

/** A server-sent event. */
export interface ServerEvent {
  event?: string;
  data: JsonObject | string;
}

/** An answer to be told in a vendor's way. */
export interface Answer {
  thought: Thought;
  usage: TokenUsage;
  model: string;
  /** The vendor did not let the model answer. */
  isFiltered: boolean;
}

/** A request that the vendor would take. */
export interface Reading {
  request: ModelRequest;
  model: string;
  isStreamed: boolean;
  /** The answer in one document. */
  whole(answer: Answer): JsonObject;
  /** The same in events. */
  events(answer: Answer): ServerEvent[];
}

/** One address of a vendor. */
export interface ModelEndpoint {
  path: string;
  /** @throws Refusal */
  read(body: JsonObject, headers: IncomingHttpHeaders): Reading;
}

/** How one vendor is asked for words. */
export interface ModelDialect {
  endpoints: readonly ModelEndpoint[];
  listModels(): JsonObject;
  /** @throws Refusal without the right key */
  checkKey(headers: IncomingHttpHeaders): void;
  /** The body of a refusal. */
  refusalBody(refusal: Refusal): JsonObject;
  /** An error in the middle of a stream. */
  errorEvent(): ServerEvent;
  /** What the vendor kept of an answer, by its address below the base; null: nothing. */
  stored?(path: string): JsonObject | null;
  reset(): void;
}
