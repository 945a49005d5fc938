import type { IncomingHttpHeaders } from 'node:http';
import type { z } from 'zod';
import { asObject, listAt, type JsonObject } from '../../realtime/json.ts';
import { Refusal } from '../refusal.ts';
import { MessagesBody } from './messages-schema.ts';
import { CLAUDE_MODELS } from './models.ts';

const invalid = (message: string): Refusal => new Refusal(400, message);

/** Of the complaints about a union, those about the branch that was meant. */
function deepest(issue: z.core.$ZodIssue): z.core.$ZodIssue {
  if (issue.code !== 'invalid_union') return issue;
  const inner = issue.errors.flat().toSorted((one, other) => other.path.length - one.path.length)[0];
  return inner ? deepest({ ...inner, path: [...issue.path, ...inner.path] }) : issue;
}

/** As Anthropic words it: `messages.0.content: Field required`. */
function problemOf(error: z.ZodError, body: JsonObject): string {
  const issue = error.issues.map(deepest)[0];
  const path = issue?.path.join('.') ?? '';
  if (issue?.code === 'unrecognized_keys') {
    return `${[path, issue.keys[0]].filter((part) => part !== '').join('.')}: Extra inputs are not permitted`;
  }
  const isMissing = issue?.path.length === 1 && body[path] === undefined;
  return `${path}: ${isMissing ? 'Field required' : (issue?.message ?? 'Input is not valid')}`;
}

/** What Anthropic does not compile of a schema. */
const UNSUPPORTED: Readonly<Record<string, readonly string[]>> = {
  integer: ['minimum', 'maximum', 'multipleOf'],
  number: ['minimum', 'maximum', 'multipleOf'],
  string: ['minLength', 'maxLength'],
};

function checkFormatSchema(schema: JsonObject): void {
  const at = 'output_config.format.schema';
  const type = String(schema.type);
  if (type === 'object' && schema.additionalProperties !== false) {
    throw invalid(`${at}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
  const unsupported = UNSUPPORTED[type]?.filter((keyword) => schema[keyword] !== undefined) ?? [];
  if (unsupported.length > 0) {
    throw invalid(`${at}: For '${type}' type, properties ${unsupported.join(', ')} are not supported`);
  }
  const inner = [
    ...Object.values(asObject(schema.properties) ?? {}),
    ...Object.values(asObject(schema.$defs) ?? {}),
    schema.items,
    ...listAt(schema, 'anyOf'),
  ];
  for (const part of inner.map(asObject)) if (part) checkFormatSchema(part);
}

/** @throws Refusal */
function checkModel(body: MessagesBody): void {
  const limits = CLAUDE_MODELS[body.model];
  if (!limits) throw new Refusal(404, `model: ${body.model}`);
  if (body.max_tokens > limits.maxTokens) {
    throw invalid(
      `max_tokens: ${body.max_tokens} > ${limits.maxTokens}, which is the maximum allowed number of output tokens for ${body.model}`,
    );
  }
  const sampling = (['temperature', 'top_p', 'top_k'] as const).find((name) => body[name] !== undefined);
  if (!limits.takesTemperature && sampling) throw invalid(`\`${sampling}\` is deprecated for this model.`);
  if (!limits.takesPrefill && body.messages.at(-1)?.role === 'assistant') {
    throw invalid(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
}

/** A body that Anthropic takes. @throws Refusal */
export function checkMessagesBody(body: JsonObject, headers: IncomingHttpHeaders): MessagesBody {
  if (headers['anthropic-version'] === undefined) throw invalid('anthropic-version: header is required');
  const result = MessagesBody.safeParse(body);
  if (!result.success) throw invalid(problemOf(result.error, body));
  checkModel(result.data);
  if (result.data.output_config?.format) checkFormatSchema(result.data.output_config.format.schema);
  return result.data;
}
