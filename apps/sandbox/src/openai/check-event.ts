import type { EventProblem } from '../realtime/dialect.ts';
import { asObject, objectAt, textAt, type JsonObject } from '../realtime/json.ts';
import { loadSchemas, schemaOf } from './published-schemas.ts';
import { invalid, missing, problemOf } from './schema-problem.ts';

export const REALTIME_EVENTS = new URL('./realtime-events.spec.json', import.meta.url);
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

const schemas = loadSchemas(REALTIME_EVENTS, 'strict');

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
  const validate = schemaOf(schemas, schema);
  return validate(event) ? null : problemOf(validate.errors ?? [], '');
}

function checkSessionUpdate(update: JsonObject | null, session: JsonObject, hasSpoken: boolean): EventProblem | null {
  if (!update) return missing('session');
  const type = textAt(update, 'type');
  if (type === null) return missing('session.type');
  // Checked by itself: of the two kinds of session, this says which one is meant.
  if (type !== 'realtime')
    return invalid('session.type', `Invalid value: '${type}'. Supported values are: 'realtime'.`);
  const validate = schemaOf(schemas, 'RealtimeSessionCreateRequestGA');
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
