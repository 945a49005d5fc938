import { LlmError, type LlmProvider } from '../contracts/index.ts';
import { toAnswer } from './answer.ts';
import { askForValue } from './ask-for-value.ts';
import { askStreaming } from './ask-streaming.ts';
import { ask } from './ask.ts';
import { openCall, type Call, type LlmOptions } from './call.ts';
import { toConversation } from './conversation.ts';

async function closing<Result>(call: Call, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof LlmError ? error : call.explain(error);
  } finally {
    call.close();
  }
}

/** The one door to language models. */
export function createLlm(options: LlmOptions): LlmProvider {
  return {
    generate: async (request) => {
      const call = openCall(request, options);
      return closing(call, async () => toAnswer(call, await ask(call, toConversation(request, call.vendor), null)));
    },
    generateValue: async (request) => {
      const call = openCall(request, options);
      return closing(call, () => askForValue(call, request));
    },
    stream: (request) => askStreaming(() => openCall(request, options), request),
  };
}
