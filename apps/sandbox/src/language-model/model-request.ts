import type { ToolDefinition } from '@leadlock/voice/contracts';
import type { JsonObject } from '../realtime/json.ts';

export interface CalledTool {
  id: string;
  name: string;
  /** JSON text. */
  arguments: string;
}

/** Something that was said or done, whatever the vendor calls it. */
export type Turn =
  | { kind: 'heard'; text: string }
  | { kind: 'said'; text: string; calls: CalledTool[] }
  | { kind: 'result'; callId: string; output: string };

/** What a model is asked, whatever the vendor's protocol. */
export interface ModelRequest {
  instructions: string;
  turns: Turn[];
  tools: ToolDefinition[];
  toolChoice: 'auto' | 'none' | 'required' | { name: string };
  /** The answer has to be JSON of this schema; null: words. */
  schema: JsonObject | null;
  maxTokens: number | null;
}

/** What a model answers. */
export interface Thought {
  text: string;
  calls: CalledTool[];
  /** Ended where the tokens ended. */
  isCut: boolean;
}

export interface TokenUsage {
  input: number;
  cached: number;
  output: number;
}
