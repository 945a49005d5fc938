import { streamText, type ToolSet, type TypedToolCall } from 'ai';
import { LlmError, type LlmRequest, type LlmStreamEvent } from '../contracts/index.ts';
import { toAnswer, toToolCall, type RawAnswer } from './answer.ts';
import { settingsOf } from './ask.ts';
import type { Call } from './call.ts';
import { toConversation, type Conversation } from './conversation.ts';

/** One attempt. @throws whatever went wrong, also in the middle */
async function* attempt(call: Call, conversation: Conversation): AsyncGenerator<LlmStreamEvent> {
  const result = streamText({ ...settingsOf(call, null), ...conversation, onError: () => undefined });
  let text = '';
  const toolCalls: TypedToolCall<ToolSet>[] = [];
  let end: Pick<RawAnswer, 'finishReason' | 'usage' | 'providerMetadata'> | null = null;
  for await (const part of result.fullStream) {
    if (part.type === 'text-delta' && part.text !== '') {
      text += part.text;
      yield { kind: 'text', text: part.text };
    } else if (part.type === 'tool-call') {
      toolCalls.push(part);
      yield { kind: 'tool_call', call: toToolCall(part) };
    } else if (part.type === 'finish-step') {
      end = part;
    } else if (part.type === 'error') {
      throw part.error;
    } else if (part.type === 'abort') {
      throw call.signal.reason;
    }
  }
  if (end === null) throw call.explain(new Error('The response is incomplete'));
  yield { kind: 'end', answer: toAnswer(call, { ...end, text, toolCalls }) };
}

/** The answer while it is written; tried again only as long as nothing of it was told. @throws LlmError */
export async function* askStreaming(open: () => Call, request: LlmRequest): AsyncGenerator<LlmStreamEvent> {
  const call = open();
  let hasTold = false;
  try {
    const conversation = toConversation(request, call.vendor);
    for (;;) {
      call.begin();
      try {
        for await (const event of attempt(call, conversation)) {
          hasTold = true;
          yield event;
        }
        return;
      } catch (error) {
        const failure = error instanceof LlmError ? error : call.explain(error);
        if (hasTold) throw failure;
        await call.waitAfter(failure);
      }
    }
  } finally {
    call.close();
  }
}
