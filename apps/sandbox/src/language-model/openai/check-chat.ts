import { asObject, listAt, objectAt, textAt, type JsonObject } from '../../realtime/json.ts';
import { loadSchemas, schemaOf } from '../../openai/published-schemas.ts';
import { problemOf } from '../../openai/schema-problem.ts';
import { Refusal } from '../refusal.ts';

const published = loadSchemas(new URL('./chat-completions.spec.json', import.meta.url), 'strict');
const validate = schemaOf(published, 'CreateChatCompletionRequest');

const invalidRequest = (message: string, param: string | null, code: string | null = null): Refusal =>
  new Refusal(400, message, { param, code });

/** Models that think before they answer take neither a temperature nor the old name of the limit. */
const thinks = (model: string): boolean => /^(?:gpt-[5-9]|o\d)/.test(model);

/** The first place of a strict schema that is not as strict as OpenAI wants it. */
function looseness(schema: JsonObject, path: string[]): string | null {
  const context = `In context=(${path.map((name) => `'${name}'`).join(', ')})`;
  const properties = asObject(schema.properties);
  if (properties) {
    if (schema.additionalProperties !== false) {
      return `${context}, 'additionalProperties' is required to be supplied and to be false.`;
    }
    const required = Array.isArray(schema.required) ? schema.required : [];
    const missing = Object.keys(properties).find((name) => !required.includes(name));
    if (missing !== undefined) {
      return `${context}, 'required' is required to be supplied and to be an array including every key in properties. Missing '${missing}'.`;
    }
  }
  const inner: [string[], unknown][] = [
    ...Object.entries(properties ?? {}).map(([name, value]): [string[], unknown] => [['properties', name], value]),
    [['items'], schema.items],
    ...listAt(schema, 'anyOf').map((option): [string[], unknown] => [['anyOf'], option]),
    ...Object.values(asObject(schema.$defs) ?? {}).map((value): [string[], unknown] => [['$defs'], value]),
  ];
  for (const [step, value] of inner) {
    const part = asObject(value);
    const found = part && looseness(part, [...path, ...step]);
    if (found) return found;
  }
  return null;
}

function checkResponseFormat(body: JsonObject): void {
  const format = objectAt(body, 'response_format', 'json_schema');
  const schema = objectAt(format, 'schema');
  if (!format || !schema || format.strict !== true) return;
  const problem = looseness(schema, []);
  if (problem === null) return;
  const message = `Invalid schema for response_format '${textAt(format, 'name') ?? ''}': ${problem}`;
  throw invalidRequest(message, 'response_format');
}

function checkModelLimits(body: JsonObject, model: string): void {
  if (!thinks(model)) return;
  if (body.max_tokens !== undefined) {
    const message =
      "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.";
    throw invalidRequest(message, 'max_tokens', 'unsupported_parameter');
  }
  if (body.temperature !== undefined && body.temperature !== 1) {
    const message = `Unsupported value: 'temperature' does not support ${JSON.stringify(body.temperature)} with this model. Only the default (1) value is supported.`;
    throw invalidRequest(message, 'temperature', 'unsupported_value');
  }
}

/** Whether a body is one that the published document describes, and keeps to what OpenAI only writes about. @throws Refusal */
export function checkChatBody(body: JsonObject): void {
  if (!validate(body)) {
    const { message, param, code } = problemOf(validate.errors ?? [], '');
    throw invalidRequest(message, param, code);
  }
  checkModelLimits(body, textAt(body, 'model') ?? '');
  checkResponseFormat(body);
}
