import { asObject, textAt, type JsonObject } from '../realtime/json.ts';
import { loadSchemas, schemaOf } from '../openai/published-schemas.ts';
import { problemOf } from '../openai/schema-problem.ts';

export const CONVERSATION_MESSAGES = new URL('./messages.spec.json', import.meta.url);

/** The messages a client may send, and the published schema of each. */
const CLIENT_MESSAGES: Readonly<Record<string, string>> = {
  conversation_initiation_client_data: 'ConversationInitiationPayload',
  pong: 'PongPayload',
  user_message: 'UserMessagePayload',
  user_activity: 'UserActivityPayload',
  feedback: 'UserFeedbackPayload',
  client_tool_result: 'ClientToolResultPayload',
  mcp_tool_approval_result: 'MCPToolApprovalResultPayload',
  contextual_update: 'ContextualUpdatePayload',
  multimodal_message: 'MultimodalMessagePayload',
};

const schemas = loadSchemas(CONVERSATION_MESSAGES, 'strict');

/** What is wrong with a client's message; null: nothing. */
export function problemOfMessage(message: JsonObject): string | null {
  const type = textAt(message, 'type');
  const name = 'user_audio_chunk' in message && type === null ? 'UserAudioPayload' : CLIENT_MESSAGES[type ?? ''];
  if (name === undefined) return type === null ? 'The message has no type' : `There is no message of type '${type}'`;
  const validate = schemaOf(schemas, name);
  return validate(message) ? null : problemOf(validate.errors ?? [], '').message;
}

/** The first override of a conversation that its agent does not allow, as a path; null: all of them are allowed. */
export function forbiddenOverride(overrides: JsonObject | null, allowed: JsonObject | null, path = ''): string | null {
  for (const [key, value] of Object.entries(overrides ?? {})) {
    const at = path === '' ? key : `${path}.${key}`;
    const rule = allowed?.[key];
    const inner = asObject(value);
    if (inner) {
      const forbidden = forbiddenOverride(inner, asObject(rule), at);
      if (forbidden !== null) return forbidden;
    } else if (rule !== true) return at;
  }
  return null;
}
