import { readMetadata, readTurns, type FunctionCall } from '../call-metadata.ts';
import type { CallDetail } from '../call-labels.ts';

/** What one side said without a pause for the other. Times in ms since the epoch. */
export interface Turn {
  kind: 'turn';
  id: string;
  role: 'assistant' | 'user';
  text: string;
  startedAt: number;
  endedAt: number;
  /** The agent was cut short; the text is what was heard of it. */
  interrupted: boolean;
}

/** Something that the agent did. */
export interface ToolUse {
  kind: 'tool';
  id: string;
  name: string;
  arguments: unknown;
  result: unknown;
  success: boolean;
  at: number;
}

export type TimelineItem = Turn | ToolUse;

const toToolUse = (call: FunctionCall, index: number): ToolUse => ({
  kind: 'tool',
  id: `tool-${index}`,
  name: call.function,
  arguments: call.arguments,
  result: call.result,
  success: call.success,
  at: Date.parse(call.timestamp),
});

const timeOf = (item: TimelineItem): number => (item.kind === 'turn' ? item.startedAt : item.at);

export const turnsOf = (call: Pick<CallDetail, 'transcript'>): Turn[] =>
  readTurns(call.transcript).map((turn, index) => ({
    kind: 'turn',
    id: `turn-${index}`,
    role: turn.role,
    text: turn.content,
    startedAt: Date.parse(turn.started_at),
    endedAt: Date.parse(turn.ended_at),
    interrupted: turn.interrupted === true,
  }));

/** What was said and done, in the order in which it began. */
export function timelineOf(call: Pick<CallDetail, 'transcript' | 'metadata'>): TimelineItem[] {
  const tools = readMetadata(call.metadata).function_calls.map(toToolUse);
  return [...turnsOf(call), ...tools].toSorted((one, other) => timeOf(one) - timeOf(other));
}
