import type { ServerMessage } from './talk-protocol.ts';

/** Something said, as far as it is known. */
export interface SpokenLine {
  kind: 'spoken';
  id: string;
  role: 'user' | 'agent';
  text: string;
  final: boolean;
  /** Of the agent's first words after mine: from my end to its first sound. */
  latencyMs: number | null;
}

/** A tool that the agent used. */
export interface ToolLine {
  kind: 'tool';
  id: string;
  name: string;
  input: Record<string, unknown>;
  /** Null while it runs. */
  outcome: { success: boolean; result: unknown } | null;
}

export type Line = SpokenLine | ToolLine;

/** `starting`: asking for the call and connecting. `ending`: hung up, its last words are still to come. */
export type Phase = 'idle' | 'starting' | 'live' | 'ending' | 'ended';

export interface TalkState {
  phase: Phase;
  callId: string | null;
  lines: readonly Line[];
  /** Milliseconds of the clock, while there is a call and after it. */
  startedAt: number | null;
  endedAt: number | null;
  /** Why the call is over, in the gateway's word. */
  endReason: string | null;
  /** What went wrong, for people. */
  problem: string | null;
  /** The agent is heard at the moment. */
  agentSpeaks: boolean;
}

export const IDLE: TalkState = {
  phase: 'idle',
  callId: null,
  lines: [],
  startedAt: null,
  endedAt: null,
  endReason: null,
  problem: null,
  agentSpeaks: false,
};

/** The lines after the gateway has told something new. Messages that are no lines change nothing. */
export function withMessage(lines: readonly Line[], message: ServerMessage): readonly Line[] {
  switch (message.type) {
    case 'transcript':
      return withWords(lines, message);
    case 'tool_call':
      return [...lines, { kind: 'tool', id: message.id, name: message.name, input: message.arguments, outcome: null }];
    case 'tool_result': {
      const { id, success, result } = message;
      return lines.map((line) =>
        line.kind === 'tool' && line.id === id ? { ...line, outcome: { success, result } } : line,
      );
    }
    default:
      return lines;
  }
}

type Words = Extract<ServerMessage, { type: 'transcript' }>;

function withWords(lines: readonly Line[], { role, item_id: id, text, final }: Words): readonly Line[] {
  const at = lines.findIndex((line) => line.kind === 'spoken' && line.id === id);
  // Interrupted before a word of it was heard.
  if (final && text.trim() === '') return at < 0 ? lines : lines.toSpliced(at, 1);
  const known = lines[at];
  if (known?.kind === 'spoken') return lines.with(at, { ...known, text, final });
  const place = role === 'user' ? placeOfMine(lines) : lines.length;
  return lines.toSpliced(place, 0, { kind: 'spoken', id, role, text, final, latencyMs: null });
}

const isSpoken = (line: Line): line is SpokenLine => line.kind === 'spoken';

/** Some providers know my words only once they are being answered: such an answer, which nothing of mine precedes, comes after them. */
function placeOfMine(lines: readonly Line[]): number {
  const answer = lines.findLastIndex(isSpoken);
  const before = lines.slice(0, Math.max(0, answer)).findLastIndex(isSpoken);
  const [last, previous] = [lines[answer], lines[before]];
  const isUnasked = previous === undefined || (previous.kind === 'spoken' && previous.role === 'agent');
  return last?.kind === 'spoken' && last.latencyMs !== null && isUnasked ? before + 1 : lines.length;
}

/**
 * Gives the agent's answer the time it took. Its words may be known before its sound is, or after: an answer is the first
 * agent's line that came after `since` lines.
 */
export function withLatency(lines: readonly Line[], since: number, latencyMs: number): readonly Line[] | null {
  const at = lines.findIndex(
    (line, index) => index >= since && line.kind === 'spoken' && line.role === 'agent' && line.latencyMs === null,
  );
  const answer = lines[at];
  return answer?.kind === 'spoken' ? lines.with(at, { ...answer, latencyMs }) : null;
}
