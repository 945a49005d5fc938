import type { HistoryItem } from '../../contracts/realtime-provider.ts';
import type { ToolRun } from '../tool-runs.ts';
import type { TranscriptEntry } from '../transcript.ts';

/** What was said, as far as it was heard, and done so far: all that a session needs that goes on with the conversation. */
export function conversationSoFar(transcript: readonly TranscriptEntry[], tools: readonly ToolRun[]): HistoryItem[] {
  const said = transcript.map(({ role, content, started_at }) => ({
    at: Date.parse(started_at),
    item: { kind: 'said', by: role === 'assistant' ? 'agent' : 'caller', text: content } as const,
  }));
  const done = tools.map(({ id, name, arguments: args, status, output, startedAt }) => ({
    at: startedAt,
    item: {
      kind: 'tool',
      call: { id, name, arguments: args },
      output: status === 'running' ? null : output,
    } as const,
  }));
  return [...said, ...done].sort((a, b) => a.at - b.at).map(({ item }) => item);
}
