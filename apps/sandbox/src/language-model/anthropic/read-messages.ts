import { checkTurns } from '../check-turns.ts';
import type { ModelRequest, Turn } from '../model-request.ts';
import { Refusal } from '../refusal.ts';
import type { MessagesBody } from './messages-schema.ts';

type Message = MessagesBody['messages'][number];
type Block = Exclude<Message['content'], string>[number];

const textOf = (content: string | readonly { text: string }[] | undefined): string =>
  typeof content === 'string' ? content : (content ?? []).map(({ text }) => text).join('\n');

const blocksOf = ({ content }: Message): readonly Block[] =>
  typeof content === 'string' ? [{ type: 'text', text: content }] : content;

/** A message of the user is results of tools, then what is said. */
function turnsOf(message: Message): Turn[] {
  const blocks = blocksOf(message);
  const text = textOf(blocks.filter((block) => block.type === 'text'));
  if (message.role === 'assistant') {
    const calls = blocks
      .filter((block) => block.type === 'tool_use')
      .map(({ id, name, input }) => ({ id, name, arguments: JSON.stringify(input) }));
    return [{ kind: 'said', text, calls }];
  }
  const results = blocks
    .filter((block) => block.type === 'tool_result')
    .map((block): Turn => ({ kind: 'result', callId: block.tool_use_id, output: textOf(block.content) }));
  return [...results, ...(text === '' ? [] : [{ kind: 'heard' as const, text }])];
}

/** @throws Refusal for results without a call, and calls without a result */
function requirePairs(messages: readonly Message[]): void {
  const turns = messages.flatMap((message, index) => turnsOf(message).map((turn) => ({ turn, index })));
  const problem = checkTurns(turns.map(({ turn }) => turn));
  if (!problem) return;
  const at = turns[problem.index]?.index ?? 0;
  if (problem.kind === 'stray-result') {
    const message = `messages.${at}.content.0: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${problem.callId}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`;
    throw new Refusal(400, message);
  }
  const message = `messages.${at}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${problem.ids.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`;
  throw new Refusal(400, message);
}

function toolChoiceOf({ tool_choice: choice }: MessagesBody): ModelRequest['toolChoice'] {
  if (choice?.type === 'tool') return { name: choice.name };
  if (choice?.type === 'any') return 'required';
  return choice?.type === 'none' ? 'none' : 'auto';
}

/** @throws Refusal */
export function readMessages(body: MessagesBody): ModelRequest {
  requirePairs(body.messages);
  return {
    instructions: textOf(body.system),
    turns: body.messages.flatMap(turnsOf),
    tools: (body.tools ?? []).map(({ name, description = '', input_schema: parameters }) => ({
      name,
      description,
      parameters,
    })),
    toolChoice: toolChoiceOf(body),
    schema: body.output_config?.format?.schema ?? null,
    maxTokens: body.max_tokens,
  };
}
