import { readFileSync } from 'node:fs';
import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';
import type { EventProblem } from '../realtime/dialect.ts';
import { asObject, objectAt, textAt, type JsonObject } from '../realtime/json.ts';

const SCHEMAS = '#/components/schemas';
/** The events a client may send, and the published schema of each. */
const CLIENT_EVENTS: Record<string, string> = {
  'session.update': 'RealtimeClientEventSessionUpdate',
  'input_audio_buffer.append': 'RealtimeClientEventInputAudioBufferAppend',
  'input_audio_buffer.commit': 'RealtimeClientEventInputAudioBufferCommit',
  'input_audio_buffer.clear': 'RealtimeClientEventInputAudioBufferClear',
  'conversation.item.create': 'RealtimeClientEventConversationItemCreate',
  'conversation.item.retrieve': 'RealtimeClientEventConversationItemRetrieve',
  'conversation.item.truncate': 'RealtimeClientEventConversationItemTruncate',
  'conversation.item.delete': 'RealtimeClientEventConversationItemDelete',
  'response.create': 'RealtimeClientEventResponseCreate',
  'response.cancel': 'RealtimeClientEventResponseCancel',
};
const VOICES = ['alloy', 'ash', 'ballad', 'cedar', 'coral', 'echo', 'marin', 'sage', 'shimmer', 'verse'];

/** The published document; with `strict`, objects take no fields but those it names, which is how the server is. */
export function loadSchemas(strictness: 'strict' | 'as published'): Ajv {
  const text = readFileSync(new URL('./realtime-events.spec.json', import.meta.url), 'utf8');
  const document = JSON.parse(text) as JsonObject;
  if (strictness === 'strict') closeObjects(document);
  // The document carries formats and defaults that are notes to readers.
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true });
  return ajv.addSchema(document, 'openai');
}

export function schemaOf(ajv: Ajv, name: string): ValidateFunction {
  const validate = ajv.getSchema(`openai${SCHEMAS}/${name}`);
  if (!validate) throw new Error(`The published document has no ${name}`);
  return validate;
}

function closeObjects(node: unknown): void {
  if (Array.isArray(node)) return node.forEach(closeObjects);
  const object = asObject(node);
  if (!object) return;
  if (asObject(object.properties) && object.type === 'object') object.additionalProperties ??= false;
  Object.values(object).forEach(closeObjects);
}

const ajv = loadSchemas('strict');

/** Checks a client event against what OpenAI publishes, and the rules it only writes about. */
export function checkOpenAiEvent(event: JsonObject, session: JsonObject, hasSpoken: boolean): EventProblem | null {
  const type = textAt(event, 'type');
  if (type === null) return missing('type');
  const schema = CLIENT_EVENTS[type];
  if (!schema) {
    const supported = Object.keys(CLIENT_EVENTS).map((name) => `'${name}'`);
    return invalid('type', `Invalid value: '${type}'. Supported values are: ${supported.join(', ')}.`);
  }
  if (type === 'session.update') return checkSessionUpdate(asObject(event.session), session, hasSpoken);
  const validate = schemaOf(ajv, schema);
  return validate(event) ? null : problemOf(validate.errors ?? [], '');
}

function checkSessionUpdate(update: JsonObject | null, session: JsonObject, hasSpoken: boolean): EventProblem | null {
  if (!update) return missing('session');
  const type = textAt(update, 'type');
  if (type === null) return missing('session.type');
  // Checked by itself: of the two kinds of session, this says which one is meant.
  if (type !== 'realtime')
    return invalid('session.type', `Invalid value: '${type}'. Supported values are: 'realtime'.`);
  const validate = schemaOf(ajv, 'RealtimeSessionCreateRequestGA');
  if (!validate(update)) return problemOf(validate.errors ?? [], 'session');
  const modalities = update.output_modalities;
  if (Array.isArray(modalities) && modalities.length !== 1) {
    return invalid(
      'session.output_modalities',
      "Invalid modalities. Supported combinations are: ['text'] and ['audio'].",
    );
  }
  const threshold = objectAt(update, 'audio', 'input', 'turn_detection')?.threshold;
  if (typeof threshold === 'number' && (threshold < 0 || threshold > 1)) {
    const param = 'session.audio.input.turn_detection.threshold';
    return invalid(param, `Invalid '${param}': must be from 0.0 to 1.0.`);
  }
  return checkVoice(update, session, hasSpoken) ?? checkModel(update, session);
}

function checkVoice(update: JsonObject, session: JsonObject, hasSpoken: boolean): EventProblem | null {
  const voice = objectAt(update, 'audio', 'output')?.voice;
  const param = 'session.audio.output.voice';
  if (voice === undefined) return null;
  if (typeof voice === 'string' && !VOICES.includes(voice)) {
    return invalid(
      param,
      `Invalid value: '${voice}'. Supported values are: ${VOICES.map((name) => `'${name}'`).join(', ')}.`,
    );
  }
  const current = objectAt(session, 'audio', 'output')?.voice;
  if (!hasSpoken || JSON.stringify(voice) === JSON.stringify(current)) return null;
  const message = 'Cannot update a conversation’s voice if assistant audio is present.';
  return { code: 'cannot_update_voice', message, param };
}

function checkModel(update: JsonObject, session: JsonObject): EventProblem | null {
  if (update.model === undefined || update.model === session.model) return null;
  return invalid('session.model', 'The model of a session cannot be changed.');
}

/** One of many complaints about the same thing: the one that goes deepest, and is not about the wrong branch. */
function problemOf(errors: ErrorObject[], root: string): EventProblem {
  const depth = (error: ErrorObject): number => error.instancePath.split('/').length + (isBranch(error) ? -100 : 0);
  const [error] = errors.toSorted((one, other) => depth(other) - depth(one));
  const path = (error?.instancePath ?? '').slice(1).split('/');
  const param = [root, ...path].filter((part) => part !== '').join('.');
  const inside = (name: unknown): string => [param, String(name)].filter((part) => part !== '').join('.');
  switch (error?.keyword) {
    case 'additionalProperties': {
      const name = inside(error.params.additionalProperty);
      return { code: 'unknown_parameter', message: `Unknown parameter: '${name}'.`, param: name };
    }
    case 'required':
      return missing(inside(error.params.missingProperty));
    case 'type':
      return {
        code: 'invalid_type',
        message: `Invalid type for '${param}': expected ${String(error.params.type)}.`,
        param,
      };
    default:
      return invalid(param, `Invalid value for '${param}': ${error?.message ?? 'not allowed'}.`);
  }
}

/** Says that a value is of another kind than one of several that are allowed. */
const isBranch = (error: ErrorObject): boolean =>
  ['anyOf', 'oneOf', 'const'].includes(error.keyword) ||
  (error.instancePath.endsWith('/type') && error.keyword === 'enum') ||
  (error.keyword === 'type' && error.params.type === 'null');

const missing = (param: string): EventProblem => ({
  code: 'missing_required_parameter',
  message: `Missing required parameter: '${param}'.`,
  param,
});

const invalid = (param: string, message: string): EventProblem => ({ code: 'invalid_value', message, param });
