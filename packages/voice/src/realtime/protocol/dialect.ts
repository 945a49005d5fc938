import type {
  RealtimeCapabilities,
  RealtimeSessionConfig,
  SessionUpdate,
  TurnDetection,
} from '../../contracts/realtime-provider.ts';
import type { VoiceService } from '../../vendors/vendor.ts';
import type { JsonObject } from '../../wire/json.ts';

/** How one vendor's realtime protocol departs from the shape that several of them share. */
export interface RealtimeDialect {
  name: string;
  service: { session: NonNullable<VoiceService['session']> };
  capabilities: RealtimeCapabilities;
  /** The `session.update` that configures a session for telephone audio. */
  sessionUpdate(config: RealtimeSessionConfig, model: string): JsonObject;
  /** The `session.update` that changes one which is open. */
  changeRequest(changes: SessionUpdate): JsonObject;
  /** The `session.update` that changes how turns are found; null: they are not. */
  detectionRequest(detection: TurnDetection | null): JsonObject;
  /** Asks the model to go on by itself. */
  answerRequest: JsonObject;
  /** Has the agent say, in the language of the conversation, that something takes a moment. */
  momentRequest: JsonObject;
  /** Has the agent say `text` and nothing else. The server answers to this with a response of its own. */
  verbatimRequest(text: string): JsonObject;
  /** Cancels the response with this id. */
  cancelRequest(responseId: string): JsonObject;
}

export interface RealtimeProviderOptions {
  /** ws: or wss:; may carry a query of its own. */
  url: string;
  apiKey: string;
  model: string;
  /** From the first packet to the configured session, in ms. */
  connectTimeoutMs?: number;
}
