import { z } from 'zod';
import { LlmError, type LlmValueAnswer, type LlmValueRequest } from '../contracts/index.ts';
import { addSpending, toAnswer } from './answer.ts';
import { ask } from './ask.ts';
import type { Call } from './call.ts';
import { toConversation } from './conversation.ts';
import { toJsonSchema } from './json-schema.ts';

type Reading<Value> = { value: Value } | { problem: string };

function read<Schema extends z.ZodType>(text: string, schema: Schema): Reading<z.output<Schema>> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { problem: 'It is not valid JSON.' };
  }
  const result = schema.safeParse(json);
  return result.success ? { value: result.data } : { problem: z.prettifyError(result.error) };
}

/** An answer that the schema takes, at the second try if need be. @throws LlmError */
export async function askForValue<Schema extends z.ZodType>(
  call: Call,
  request: LlmValueRequest<Schema>,
): Promise<LlmValueAnswer<z.output<Schema>>> {
  const wanted = { name: request.schemaName ?? 'answer', schema: toJsonSchema(request.schema) };
  const conversation = toConversation(request, call.vendor);
  const first = toAnswer(call, await ask(call, conversation, wanted));
  const reading = read(first.text, request.schema);
  if ('value' in reading) return { ...first, value: reading.value };
  const { label } = call.vendor;
  const about = { vendor: call.model.vendor, keyOwner: call.paidBy };
  if (first.end === 'length') {
    const message = `The value exceeds ${call.maxOutputTokens} tokens`;
    throw new LlmError('too_long', message, 'Increase the output token limit, or request less.', {
      ...about,
      spent: first,
    });
  }
  const correction = `That is not the requested JSON:\n${reading.problem}\nAnswer again with the complete JSON and nothing else.`;
  const answered = first.text === '' ? [] : [{ role: 'assistant' as const, content: first.text }];
  const messages = [...conversation.messages, ...answered, { role: 'user' as const, content: correction }];
  const second = toAnswer(call, await ask(call, { ...conversation, messages }, wanted));
  const spent = addSpending(first, second);
  const corrected = read(second.text, request.schema);
  if ('value' in corrected) return { ...second, ...spent, value: corrected.value };
  throw new LlmError(
    'unusable_value',
    `${label} returned an invalid ${wanted.name} twice: ${corrected.problem}`,
    'Choose a model that follows schemas, or simplify the request.',
    { ...about, spent },
  );
}
