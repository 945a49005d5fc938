import { textAt, type JsonObject } from '../../realtime/json.ts';
import { deltasOf } from '../deltas.ts';
import type { Answer, ServerEvent } from '../dialect.ts';
import { newModelId } from '../ids.ts';
import type { TokenUsage } from '../model-request.ts';

/** Ticks of a ten-billionth of a dollar for a token, at $1.25, $0.20 and $2.50 for a million. */
const TICKS = { input: 12_500, cached: 2_000, output: 25_000 };

const usageOf = ({ input, cached, output }: TokenUsage): JsonObject => ({
  input_tokens: input,
  input_tokens_details: { cached_tokens: cached },
  output_tokens: output,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: input + output,
  num_sources_used: 0,
  num_server_side_tools_used: 0,
  cost_in_usd_ticks: (input - cached) * TICKS.input + cached * TICKS.cached + output * TICKS.output,
});

type Item = JsonObject & { id: string };

const messageItem = (text: string, status: string): Item => ({
  id: newModelId('msg_'),
  type: 'message',
  role: 'assistant',
  status,
  content: [{ type: 'output_text', text, annotations: [], logprobs: [] }],
});

/** What an answer consists of. A filtered one says nothing. */
export function itemsOf({ thought, isFiltered }: Answer): Item[] {
  const text = isFiltered || thought.text === '' ? [] : [messageItem(thought.text, 'completed')];
  const calls = thought.calls.map(({ id, name, arguments: args }): Item => ({
    id: newModelId('fc_'),
    type: 'function_call',
    call_id: id,
    name,
    arguments: args,
    status: 'completed',
  }));
  return [...text, ...calls];
}

/** An answer in one document. */
export function responseOf(answer: Answer, id: string, items: readonly Item[], isStored: boolean): JsonObject {
  const { thought, usage, model, isFiltered } = answer;
  const reason = isFiltered ? 'content_filter' : thought.isCut ? 'max_output_tokens' : null;
  return {
    id,
    object: 'response',
    created_at: Math.floor(Date.now() / 1_000),
    model,
    status: reason === null ? 'completed' : 'incomplete',
    incomplete_details: reason === null ? null : { reason },
    output: items,
    store: isStored,
    usage: usageOf(usage),
  };
}

function itemEvents(item: Item, index: number, { thought }: Answer): JsonObject[] {
  const place = { item_id: item.id, output_index: index };
  const started =
    item.type === 'message' ? { ...item, status: 'in_progress', content: [] } : { ...item, arguments: '' };
  const text = { ...place, content_index: 0 };
  const part = { type: 'output_text', text: '', annotations: [], logprobs: [] };
  const args = textAt(item, 'arguments') ?? '';
  const inside: JsonObject[] =
    item.type === 'message'
      ? [
          { type: 'response.content_part.added', ...text, part },
          ...deltasOf(thought.text).map((delta) => ({ type: 'response.output_text.delta', ...text, delta })),
          { type: 'response.output_text.done', ...text, text: thought.text },
          { type: 'response.content_part.done', ...text, part: { ...part, text: thought.text } },
        ]
      : [
          ...deltasOf(args).map((delta) => ({ type: 'response.function_call_arguments.delta', ...place, delta })),
          { type: 'response.function_call_arguments.done', ...place, arguments: args },
        ];
  return [
    { type: 'response.output_item.added', output_index: index, item: started },
    ...inside,
    { type: 'response.output_item.done', output_index: index, item },
  ];
}

/** The same in events, which are numbered. */
export function responseEvents(answer: Answer, response: JsonObject, items: readonly Item[]): ServerEvent[] {
  const begun = { ...response, status: 'in_progress', incomplete_details: null, output: [], usage: null };
  const end = response.status === 'completed' ? 'response.completed' : 'response.incomplete';
  const events: JsonObject[] = [
    { type: 'response.created', response: begun },
    { type: 'response.in_progress', response: begun },
    ...items.flatMap((item, index) => itemEvents(item, index, answer)),
    { type: end, response },
  ];
  return events.map((data, index) => ({ event: String(data.type), data: { ...data, sequence_number: index } }));
}
