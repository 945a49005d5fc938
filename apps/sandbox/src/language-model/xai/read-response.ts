import { checkTurns } from '../check-turns.ts';
import type { ModelRequest, Turn } from '../model-request.ts';
import { Refusal } from '../refusal.ts';
import type { ResponsesBody } from './responses-schema.ts';

type Item = Exclude<ResponsesBody['input'], string>[number];

const textOf = (content: string | readonly object[]): string =>
  typeof content === 'string'
    ? content
    : content.map((part) => ('text' in part && typeof part.text === 'string' ? part.text : '')).join('\n');

const itemsOf = ({ input }: ResponsesBody): readonly Item[] =>
  typeof input === 'string' ? [{ role: 'user', content: input }] : input;

/** Calls stand each by itself here; those that belong together are one turn. */
function turnsOf(items: readonly Item[]): Turn[] {
  const turns: Turn[] = [];
  for (const item of items) {
    if (item.type === 'function_call') {
      const call = { id: item.call_id, name: item.name, arguments: item.arguments };
      const last = turns.at(-1);
      if (last?.kind === 'said') last.calls.push(call);
      else turns.push({ kind: 'said', text: '', calls: [call] });
    } else if (item.type === 'function_call_output') {
      turns.push({ kind: 'result', callId: item.call_id, output: textOf(item.output) });
    } else if (item.type !== 'reasoning' && item.role === 'assistant') {
      turns.push({ kind: 'said', text: textOf(item.content), calls: [] });
    } else if (item.type !== 'reasoning' && item.role === 'user') {
      turns.push({ kind: 'heard', text: textOf(item.content) });
    }
  }
  return turns;
}

function promptOf(items: readonly Item[]): string[] {
  return items.flatMap((item) => {
    if (item.type !== undefined && item.type !== 'message') return [];
    return item.role === 'system' || item.role === 'developer' ? [textOf(item.content)] : [];
  });
}

function toolChoiceOf({ tool_choice: choice }: ResponsesBody): ModelRequest['toolChoice'] {
  if (typeof choice === 'object' && choice !== null) return { name: choice.name };
  return choice ?? 'auto';
}

function schemaOf({ text }: ResponsesBody): ModelRequest['schema'] {
  const format = text?.format;
  if (format?.type === 'json_object') return { type: 'object' };
  return format?.type === 'json_schema' ? format.schema : null;
}

/** @param before what was said in the response that this one goes on from. @throws Refusal */
export function readResponse(body: ResponsesBody, before: readonly Turn[]): ModelRequest {
  const items = itemsOf(body);
  const turns = [...before.map((turn) => structuredClone(turn)), ...turnsOf(items)];
  const problem = checkTurns(turns);
  if (problem?.kind === 'stray-result') {
    throw new Refusal(400, `No tool call found for function call output with call_id ${problem.callId}.`);
  }
  if (problem) throw new Refusal(400, `No tool output found for function call ${problem.ids.join(', ')}.`);
  const tools = (body.tools ?? []).flatMap((tool) =>
    tool.type === 'function'
      ? [{ name: tool.name, description: tool.description ?? '', parameters: tool.parameters }]
      : [],
  );
  return {
    instructions: [body.instructions ?? '', ...promptOf(items)].filter((text) => text !== '').join('\n'),
    turns,
    tools,
    toolChoice: toolChoiceOf(body),
    schema: schemaOf(body),
    maxTokens: body.max_output_tokens ?? null,
  };
}
