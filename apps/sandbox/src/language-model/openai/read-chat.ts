import { readTools } from '../../realtime/read-settings.ts';
import { asObject, listAt, numberAt, objectAt, textAt, type JsonObject } from '../../realtime/json.ts';
import { checkTurns } from '../check-turns.ts';
import type { ModelRequest, Turn } from '../model-request.ts';
import { Refusal } from '../refusal.ts';

/** Text, or the text of its parts. */
const textOf = (message: JsonObject): string =>
  textAt(message, 'content') ??
  listAt(message, 'content')
    .map((part) => textAt(part, 'text') ?? '')
    .join('\n');

function toTurn(message: JsonObject): Turn {
  if (message.role === 'tool') {
    return { kind: 'result', callId: textAt(message, 'tool_call_id') ?? '', output: textOf(message) };
  }
  if (message.role !== 'assistant') return { kind: 'heard', text: textOf(message) };
  const calls = listAt(message, 'tool_calls').map((call) => ({
    id: textAt(call, 'id') ?? '',
    name: textAt(objectAt(call, 'function'), 'name') ?? '',
    arguments: textAt(objectAt(call, 'function'), 'arguments') ?? '{}',
  }));
  return { kind: 'said', text: textOf(message), calls };
}

/** @throws Refusal for results without a call, and calls without a result */
function requirePairs(turns: readonly Turn[]): void {
  const problem = checkTurns(turns);
  if (problem?.kind === 'stray-result') {
    const message =
      "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.";
    throw new Refusal(400, message, { param: `messages.[${problem.index}].role` });
  }
  if (problem?.kind === 'unanswered') {
    const message = `An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. The following tool_call_ids did not have response messages: ${problem.ids.join(', ')}`;
    throw new Refusal(400, message, { param: 'messages' });
  }
}

function toolChoiceOf(body: JsonObject): ModelRequest['toolChoice'] {
  const named = textAt(objectAt(body, 'tool_choice', 'function'), 'name');
  if (named !== null) return { name: named };
  const choice = textAt(body, 'tool_choice');
  return choice === 'none' || choice === 'required' ? choice : 'auto';
}

function schemaOf(body: JsonObject): JsonObject | null {
  const format = objectAt(body, 'response_format');
  if (format?.type === 'json_object') return { type: 'object' };
  return objectAt(format, 'json_schema', 'schema');
}

/** A chat completion's body, which is well formed, as what a model is asked. @throws Refusal */
export function readChat(body: JsonObject): ModelRequest {
  const messages = listAt(body, 'messages');
  const isPrompt = (message: JsonObject): boolean => message.role === 'system' || message.role === 'developer';
  const turns = messages.filter((message) => !isPrompt(message)).map(toTurn);
  requirePairs(turns);
  const functions = listAt(body, 'tools').map((tool) => ({ ...asObject(tool.function), type: tool.type }));
  return {
    instructions: messages.filter(isPrompt).map(textOf).join('\n'),
    turns,
    tools: readTools({ tools: functions }),
    toolChoice: toolChoiceOf(body),
    schema: schemaOf(body),
    maxTokens: numberAt(body, 'max_completion_tokens') ?? numberAt(body, 'max_tokens'),
  };
}
