import type { JsonObject } from '../../realtime/json.ts';
import type { ModelDialect, ModelEndpoint } from '../dialect.ts';
import { newModelId } from '../ids.ts';
import { Refusal } from '../refusal.ts';
import { checkMessagesBody } from './check-messages.ts';
import { CLAUDE_MODELS } from './models.ts';
import { readMessages } from './read-messages.ts';
import { messageEvents, messageOf } from './tell-message.ts';

const API_KEY = 'sk-ant-sandbox';
const CREATED_AT = '2026-01-01T00:00:00Z';

const TYPES: Readonly<Record<number, string>> = {
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  503: 'api_error',
  529: 'overloaded_error',
};

const refusalBody = ({ status, message }: Refusal): JsonObject => ({
  type: 'error',
  error: { type: TYPES[status] ?? 'invalid_request_error', message },
  request_id: newModelId('req_'),
});

const messages: ModelEndpoint = {
  path: '/messages',
  read(given, headers) {
    const body = checkMessagesBody(given, headers);
    return {
      request: readMessages(body),
      model: body.model,
      isStreamed: body.stream === true,
      whole: messageOf,
      events: messageEvents,
    };
  },
};

/** Anthropic's Messages API. */
export const anthropicDialect: ModelDialect = {
  listModels() {
    const data = Object.keys(CLAUDE_MODELS).map((id) => ({
      type: 'model',
      id,
      display_name: id,
      created_at: CREATED_AT,
    }));
    return { data, has_more: false, first_id: data[0]?.id ?? null, last_id: data.at(-1)?.id ?? null };
  },
  endpoints: [messages],
  checkKey(headers) {
    if (headers['x-api-key'] === API_KEY) return;
    throw new Refusal(401, headers['x-api-key'] === undefined ? 'x-api-key header is required' : 'invalid x-api-key');
  },
  refusalBody,
  errorEvent: () => ({
    event: 'error',
    data: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
  }),
  reset: () => undefined,
};
