import { withoutTrailingSlash } from '@leadlock/core/without-trailing-slash';
import { upstream } from '@leadlock/core/errors';
import * as z from 'zod';
import type { HistoryItem, ToolDefinition } from '../../contracts/realtime-provider.ts';
import { type Dialogue, type DialogueConfig, type DialogueStep } from './dialogue.ts';

export interface LlmDialogueOptions extends DialogueConfig {
  /** Base address of an OpenAI-compatible server, for example http://127.0.0.1:11434/v1. */
  url: string;
  model: string;
  apiKey?: string;
  temperature?: number;
  /** Default 30 s: a small model on a laptop is slow at its first answer. */
  timeoutMs?: number;
  fetch?: typeof fetch;
}

const completionSchema = z.object({
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.string().nullish(),
          tool_calls: z
            .array(z.object({ id: z.string(), function: z.object({ name: z.string(), arguments: z.string() }) }))
            .nullish(),
        }),
      }),
    )
    .min(1),
});

const STILL_RUNS = 'It still runs. Its result follows; do not call it again for this.';

type Message =
  | { role: 'system' | 'user'; content: string }
  | {
      role: 'assistant';
      content: string;
      tool_calls?: { id: string; type: 'function'; function: { name: string; arguments: string } }[];
    }
  | { role: 'tool'; tool_call_id: string; content: string };

/**
 * A dialogue that a language model leads. Errors: `next` and `toolResult` reject with an `upstream` error when the server
 * is not there, is too slow, refuses, or answers something that is no completion; the conversation stays as it was.
 */
export function llmDialogue(options: LlmDialogueOptions): Dialogue {
  const { url, model, apiKey, temperature, timeoutMs = 30_000 } = options;
  let { tools } = options;
  const send = options.fetch ?? fetch;
  const endpoint = `${withoutTrailingSlash(url)}/chat/completions`;
  const prompt: Message = { role: 'system', content: options.instructions };
  const messages: Message[] = [prompt, ...(options.history ?? []).flatMap(messagesOf)];
  /** Tool calls without a result yet; a server refuses to go on before all have one. */
  let open: { id: string; name: string }[] = [];

  async function complete(added: Message[]): Promise<DialogueStep> {
    const body = {
      model,
      messages: [...messages, ...added],
      ...(temperature === undefined ? {} : { temperature }),
      ...(tools.length > 0 ? { tools: tools.map(functionOf) } : {}),
    };
    const { content, tool_calls: calls } = await request(body);
    const text = content?.trim() ?? '';
    messages.push(...added);
    messages.push({
      role: 'assistant',
      content: text,
      ...(calls?.length
        ? { tool_calls: calls.map((call) => ({ id: call.id, type: 'function' as const, function: call.function })) }
        : {}),
    });
    open = (calls ?? []).map((call) => ({ id: call.id, name: call.function.name }));
    return {
      say: text,
      toolCalls: (calls ?? []).map((call) => ({
        name: call.function.name,
        arguments: argumentsIn(call.function.arguments),
      })),
    };
  }

  async function request(body: unknown): Promise<z.infer<typeof completionSchema>['choices'][number]['message']> {
    let response: Response;
    let text: string;
    try {
      response = await send(endpoint, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...(apiKey ? { authorization: `Bearer ${apiKey}` } : {}) },
        body: JSON.stringify(body),
        signal: AbortSignal.timeout(timeoutMs),
      });
      text = await response.text();
    } catch (error) {
      const late = error instanceof Error && error.name === 'TimeoutError';
      throw upstream(
        `The language model at ${endpoint} ${late ? `did not respond within ${timeoutMs} ms` : 'cannot be reached'}`,
        error,
      );
    }
    if (!response.ok)
      throw upstream(`The language model at ${endpoint} answered ${response.status}: ${text.slice(0, 200)}`);
    const completion = completionSchema.safeParse(parsed(text));
    const message = completion.data?.choices[0]?.message;
    if (!message)
      throw upstream(
        `The language model at ${endpoint} answered something that is no chat completion`,
        completion.error,
      );
    return message;
  }

  /** As if it had never been called: a server refuses an empty list of calls. */
  function withdraw(last: Extract<Message, { role: 'assistant' }>, name: string): void {
    const call = open.findLast((waiting) => waiting.name === name);
    const left = last.tool_calls?.filter(({ id }) => id !== call?.id);
    if (left?.length) last.tool_calls = left;
    else delete last.tool_calls;
    open = open.filter((waiting) => waiting !== call);
  }

  /** Calls without a result would make the server refuse the whole conversation. */
  const unanswered = (but?: string): Message[] =>
    open.filter(({ id }) => id !== but).map(({ id }) => ({ role: 'tool', tool_call_id: id, content: STILL_RUNS }));

  return {
    next(heard) {
      const added: Message = heard === null ? { role: 'system', content: 'Speak now.' } : said(heard);
      return complete([...unanswered(), added]);
    },
    async toolResult(name, output, heard) {
      const call = open.find((waiting) => waiting.name === name);
      const result: Message = call
        ? { role: 'tool', tool_call_id: call.id, content: output }
        : { role: 'system', content: `Result of ${name}: ${output}` };
      const meanwhile = heard === undefined ? [] : [said(heard)];
      const others = unanswered(call?.id);
      if (!call || others.length === 0 || heard !== undefined) return complete([...others, result, ...meanwhile]);
      messages.push(result);
      open = open.filter((waiting) => waiting !== call);
      return { say: '', toolCalls: [] };
    },
    change(changes) {
      tools = changes.tools ?? tools;
      prompt.content = changes.instructions ?? prompt.content;
    },
    remember(event) {
      if (event.kind === 'said') messages.push({ role: 'assistant', content: event.text });
      else if (event.kind === 'note') messages.push({ role: 'system', content: event.text });
      else {
        const last = messages.findLast((message) => message.role === 'assistant');
        if (last && event.kind === 'interrupted') last.content = event.heard;
        else if (last && event.kind === 'withdrawn') withdraw(last, event.name);
      }
    },
  };
}

const said = (heard: string): Message => ({ role: 'user', content: heard || '(unintelligible)' });

function messagesOf(item: HistoryItem): Message[] {
  if (item.kind === 'said') return [{ role: item.by === 'agent' ? 'assistant' : 'user', content: item.text }];
  // A server refuses calls without a result; one that comes later is told as news.
  if (item.output === null) return [];
  const { id, name, arguments: args } = item.call;
  return [
    { role: 'assistant', content: '', tool_calls: [{ id, type: 'function', function: { name, arguments: args } }] },
    { role: 'tool', tool_call_id: id, content: item.output },
  ];
}

const functionOf = ({ name, description, parameters }: ToolDefinition) => ({
  type: 'function' as const,
  function: { name, description, parameters },
});

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** A small model may write arguments that are no JSON object; the tool then reports what it misses. */
function argumentsIn(text: string): Record<string, unknown> {
  const value = parsed(text);
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
