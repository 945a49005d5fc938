import { parseObject, type JsonObject } from '../../realtime/json.ts';
import { deltasOf } from '../deltas.ts';
import type { Answer, ServerEvent } from '../dialect.ts';
import { newModelId } from '../ids.ts';
import type { TokenUsage } from '../model-request.ts';

/** Input is what was read anew; nothing is cached that was not marked for it. */
const usageOf = ({ input, output }: TokenUsage): JsonObject => ({
  input_tokens: input,
  cache_creation_input_tokens: 0,
  cache_read_input_tokens: 0,
  cache_creation: { ephemeral_5m_input_tokens: 0, ephemeral_1h_input_tokens: 0 },
  output_tokens: output,
  service_tier: 'standard',
});

function stopReasonOf({ thought, isFiltered }: Answer): string {
  if (isFiltered) return 'refusal';
  if (thought.isCut) return 'max_tokens';
  return thought.calls.length > 0 ? 'tool_use' : 'end_turn';
}

const toolUseId = (id: string): string => id.replace(/^call_/, 'toolu_');

/** A message in one document. */
export function messageOf(answer: Answer): JsonObject {
  const { thought, usage, model, isFiltered } = answer;
  const text = isFiltered || thought.text === '' ? [] : [{ type: 'text', text: thought.text }];
  const calls = thought.calls.map(({ id, name, arguments: args }) => ({
    type: 'tool_use',
    id: toolUseId(id),
    name,
    input: parseObject(args) ?? {},
  }));
  return {
    id: newModelId('msg_'),
    type: 'message',
    role: 'assistant',
    model,
    content: [...text, ...calls],
    stop_reason: stopReasonOf(answer),
    stop_sequence: null,
    usage: usageOf(usage),
  };
}

/** Each event is named twice. */
const event = (type: string, data: JsonObject): ServerEvent => ({ event: type, data: { type, ...data } });

function block(index: number, start: JsonObject, deltas: readonly JsonObject[]): ServerEvent[] {
  return [
    event('content_block_start', { index, content_block: start }),
    ...deltas.map((delta) => event('content_block_delta', { index, delta })),
    event('content_block_stop', { index }),
  ];
}

/** The same in events. */
export function messageEvents(answer: Answer): ServerEvent[] {
  const { thought, usage, isFiltered } = answer;
  const message = {
    ...messageOf(answer),
    content: [],
    stop_reason: null,
    usage: usageOf({ ...usage, output: 1 }),
  };
  const hasText = !isFiltered && thought.text !== '';
  const text = hasText
    ? block(
        0,
        { type: 'text', text: '' },
        deltasOf(thought.text).map((piece) => ({ type: 'text_delta', text: piece })),
      )
    : [];
  const calls = thought.calls.flatMap(({ id, name, arguments: args }, index) =>
    block(
      index + (hasText ? 1 : 0),
      { type: 'tool_use', id: toolUseId(id), name, input: {} },
      deltasOf(args).map((piece) => ({ type: 'input_json_delta', partial_json: piece })),
    ),
  );
  return [
    event('message_start', { message }),
    event('ping', {}),
    ...text,
    ...calls,
    event('message_delta', {
      delta: { stop_reason: stopReasonOf(answer), stop_sequence: null },
      usage: { output_tokens: usage.output },
    }),
    event('message_stop', {}),
  ];
}
