import type { ToolDefinition } from '@leadlock/voice/contracts';
import type { LocalVoice } from '@leadlock/voice/local';
import type { AudioFormat } from './audio-format.ts';
import type { Scope } from '../search/search-index.ts';
import type { JsonObject } from './json.ts';

/** Why an event is refused. */
export interface EventProblem {
  code: string;
  message: string;
  param: string | null;
}

/** Why a connection is refused before it is a WebSocket. */
export interface UpgradeRefusal {
  status: number;
  code: string;
  message: string;
  retryAfterSeconds?: number;
}

/** What a session is set to, whatever the vendor calls it. */
export interface SessionSettings {
  instructions: string;
  tools: ToolDefinition[];
  toolsAllowed: boolean;
  input: AudioFormat;
  output: AudioFormat;
  /** Audio travels as binary messages instead of base64 in JSON. */
  binaryInput: boolean;
  binaryOutput: boolean;
  speaks: boolean;
  voice: LocalVoice;
  transcribes: boolean;
  /** null: the client says where turns end. */
  turnDetection: TurnDetection | null;
}

export interface TurnDetection {
  threshold: number;
  silenceMs: number;
  prefixMs: number;
  createsResponse: boolean;
  interruptsResponse: boolean;
}

/** How one vendor speaks the realtime protocol. */
export interface RealtimeServerDialect {
  name: 'openai' | 'xai';
  apiKey: string;
  /** The address and headers of a connection that carries the right key. */
  checkUpgrade(url: URL, headers: NodeJS.Dict<string | string[]>): UpgradeRefusal | null;
  modelOf(url: URL): string;
  knowsModel(model: string): boolean;
  initialSession(model: string): JsonObject;
  /** Whether an event is well formed. `session` is the session as it is; `hasSpoken` freezes the voice. */
  checkEvent(event: JsonObject, session: JsonObject, hasSpoken: boolean): EventProblem | null;
  readSettings(session: JsonObject): SessionSettings;
  /** Where the vendor searches by itself for a session; null: nowhere. */
  searchScope(session: JsonObject): Scope | null;
  /** The events that tell what the caller said in an item, in order. */
  transcription(itemId: string, text: string, audioMs: number): JsonObject[];
  /** Whether they come before the answer, or after it has begun. */
  transcribesBeforeAnswer: boolean;
  /** A turn that ends while an answer runs cuts that answer off; otherwise the new answer waits for it. */
  newTurnReplacesAnswer: boolean;
  announcesConversation: boolean;
  reportsRateLimits: boolean;
  /** Follows `conversation.item.truncate`; otherwise it is ignored without a word. */
  truncates: boolean;
  /** Speaks items of type `force_message` as they are. */
  speaksForcedMessages: boolean;
  usageBesideResponse: boolean;
  textEvents: 'response.output_text' | 'response.text';
}
