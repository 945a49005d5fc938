import type { JsonObject } from '../../realtime/json.ts';
import { deltasOf } from '../deltas.ts';
import type { Answer, ServerEvent } from '../dialect.ts';
import { newModelId } from '../ids.ts';
import type { TokenUsage } from '../model-request.ts';

const usageOf = ({ input, cached, output }: TokenUsage): JsonObject => ({
  prompt_tokens: input,
  completion_tokens: output,
  total_tokens: input + output,
  prompt_tokens_details: { cached_tokens: cached, audio_tokens: 0 },
  completion_tokens_details: {
    reasoning_tokens: 0,
    audio_tokens: 0,
    accepted_prediction_tokens: 0,
    rejected_prediction_tokens: 0,
  },
});

function finishOf({ thought, isFiltered }: Answer): string {
  if (isFiltered) return 'content_filter';
  if (thought.isCut) return 'length';
  return thought.calls.length > 0 ? 'tool_calls' : 'stop';
}

const seconds = (): number => Math.floor(Date.now() / 1_000);

/** A chat completion in one document. */
export function chatCompletion(answer: Answer): JsonObject {
  const { thought, usage, model, isFiltered } = answer;
  const calls = thought.calls.map(({ id, name, arguments: args }) => ({
    id,
    type: 'function',
    function: { name, arguments: args },
  }));
  const message = {
    role: 'assistant',
    content: isFiltered || (thought.text === '' && calls.length > 0) ? null : thought.text,
    refusal: null,
    annotations: [],
    ...(calls.length > 0 && { tool_calls: calls }),
  };
  return {
    id: newModelId('chatcmpl-'),
    object: 'chat.completion',
    created: seconds(),
    model,
    choices: [{ index: 0, message, logprobs: null, finish_reason: finishOf(answer) }],
    usage: usageOf(usage),
    service_tier: 'default',
  };
}

/** The same in chunks; the usage comes in one of its own, to who asked for it. */
export function chatChunks(answer: Answer, includesUsage: boolean): ServerEvent[] {
  const { thought, usage, model, isFiltered } = answer;
  const base = { id: newModelId('chatcmpl-'), object: 'chat.completion.chunk', created: seconds(), model };
  const chunk = (delta: JsonObject, finish: string | null = null): ServerEvent => ({
    data: {
      ...base,
      choices: [{ index: 0, delta, logprobs: null, finish_reason: finish }],
      ...(includesUsage && { usage: null }),
    },
  });
  const calls = thought.calls.flatMap(({ id, name, arguments: args }, index) => [
    chunk({ tool_calls: [{ index, id, type: 'function', function: { name, arguments: '' } }] }),
    ...deltasOf(args).map((piece) => chunk({ tool_calls: [{ index, function: { arguments: piece } }] })),
  ]);
  return [
    chunk({ role: 'assistant', content: '', refusal: null }),
    ...(isFiltered ? [] : deltasOf(thought.text)).map((content) => chunk({ content })),
    ...calls,
    chunk({}, finishOf(answer)),
    ...(includesUsage ? [{ data: { ...base, choices: [], usage: usageOf(usage) } }] : []),
    { data: '[DONE]' },
  ];
}
