import type { HistoryItem } from '../../contracts/realtime-provider.ts';
import type { JsonObject } from '../../wire/json.ts';

/** Earlier turns and tools as items of a conversation. What the agent said is text here; its sound is gone. */
export function historyItems(history: readonly HistoryItem[]): JsonObject[] {
  return history.flatMap((item): JsonObject[] => {
    if (item.kind === 'said') return [messageOf(item)];
    const { id, name, arguments: args } = item.call;
    const call: JsonObject = { type: 'function_call', call_id: id, name, arguments: args };
    return item.output === null ? [call] : [call, { type: 'function_call_output', call_id: id, output: item.output }];
  });
}

const messageOf = ({ by, text }: Extract<HistoryItem, { kind: 'said' }>): JsonObject =>
  by === 'agent'
    ? { type: 'message', role: 'assistant', content: [{ type: 'output_text', text }] }
    : { type: 'message', role: 'user', content: [{ type: 'input_text', text }] };
