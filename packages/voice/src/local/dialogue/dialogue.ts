import type { HistoryItem, SessionUpdate, ToolDefinition } from '../../contracts/realtime-provider.ts';

/** What one side says next and the tools it wants called. Both may be empty. */
export interface DialogueStep {
  say: string;
  toolCalls: { name: string; arguments: Record<string, unknown> }[];
}

/** Something that happened outside the taking of turns. */
export type DialogueEvent =
  /** This side said `text` word for word, without being asked to think. */
  | { kind: 'said'; text: string }
  /** The other side broke in: of what was said last only `heard` was heard. */
  | { kind: 'interrupted'; heard: string }
  /** The tool that this side wanted called last was not, because the other side broke in. */
  | { kind: 'withdrawn'; name: string }
  /** A fact for this side that is not the other side's: a reminder, a tool that has answered late. */
  | { kind: 'note'; text: string };

/** One side of a conversation. It keeps what was said; calls must not overlap. */
export interface Dialogue {
  /** The next thing to say or do, given what the other side said, wrote or pressed; null: speak first, '': words that nobody understood. */
  next(heard: string | null): Promise<DialogueStep>;
  /** Goes on with the result of a tool that an earlier step called, and with what the other side has said meanwhile, if anything. */
  toolResult(name: string, output: string, heard?: string): Promise<DialogueStep>;
  /** Goes on with another prompt or other tools. A dialogue without it has none that could change. */
  change?(changes: SessionUpdate): void;
  /** Takes note of an event. A dialogue without it simply does not know. */
  remember?(event: DialogueEvent): void;
}

export interface DialogueConfig {
  /** The agent's prompt. */
  instructions: string;
  tools: ToolDefinition[];
  /** What was said and done before this side took part. */
  history?: readonly HistoryItem[];
}

export const say = (text: string): DialogueStep => ({ say: text, toolCalls: [] });
