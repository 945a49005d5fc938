import { NoObjectGeneratedError, Output, generateText, jsonSchema } from 'ai';
import { LlmError } from '../contracts/index.ts';
import type { RawAnswer } from './answer.ts';
import type { Call } from './call.ts';
import type { Conversation } from './conversation.ts';

// The SDK would write what it leaves out of a request to the console; the catalog leaves it out before.
globalThis.AI_SDK_LOG_WARNINGS = false;

/** What the answer has to be, where it has to be JSON. */
export interface WantedValue {
  name: string;
  schema: Record<string, unknown>;
}

/** What goes along with every request of a call. */
export function settingsOf(call: Call, wanted: WantedValue | null) {
  const { vendor } = call;
  const providerOptions = { ...vendor.options, ...(wanted && vendor.valueOptions?.(wanted.schema)) };
  return {
    model: call.languageModel,
    maxOutputTokens: call.maxOutputTokens,
    temperature: call.temperature,
    abortSignal: call.signal,
    // Attempts are counted here, where the deadline is known.
    maxRetries: 0,
    providerOptions,
    telemetry: { isEnabled: false },
  };
}

async function askOnce(call: Call, conversation: Conversation, wanted: WantedValue | null): Promise<RawAnswer> {
  const output = wanted ? Output.object({ name: wanted.name, schema: jsonSchema(wanted.schema) }) : undefined;
  try {
    const result = await generateText({
      ...settingsOf(call, wanted),
      ...conversation,
      ...(output && { output }),
      // Some vendors say only there how an answer ended.
      include: { responseBody: true },
    });
    const { text, toolCalls, usage, providerMetadata, finishReason, response } = result;
    const end = call.vendor.endOf?.(response.body) ?? finishReason;
    return { text, toolCalls, usage, providerMetadata, finishReason: end };
  } catch (error) {
    // It is read here, where there is more to say about what is wrong with it.
    if (!NoObjectGeneratedError.isInstance(error)) throw error;
    const { text = '', usage, finishReason = 'other', response } = error;
    if (usage === undefined) throw error;
    const body = response !== undefined && 'body' in response ? response.body : undefined;
    const end = call.vendor.endOf?.(body) ?? finishReason;
    return { text, toolCalls: [], usage, finishReason: end, providerMetadata: undefined };
  }
}

/** Asks as often as it makes sense. @throws LlmError */
export async function ask(call: Call, conversation: Conversation, wanted: WantedValue | null): Promise<RawAnswer> {
  for (;;) {
    call.begin();
    try {
      return await askOnce(call, conversation, wanted);
    } catch (error) {
      const failure = error instanceof LlmError ? error : call.explain(error);
      await call.waitAfter(failure);
    }
  }
}
