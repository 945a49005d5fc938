import type { IncomingHttpHeaders } from 'node:http';
import type { JsonObject } from '../../realtime/json.ts';
import type { ModelDialect, ServerEvent } from '../dialect.ts';
import { Refusal } from '../refusal.ts';
import { StoredAnswers } from '../stored-answers.ts';
import { chatEndpoint } from './chat-endpoint.ts';
import { checkChatBody } from './check-chat.ts';

const API_KEY = 'sk-sandbox';
const CREATED_AT = 1_756_310_470;
/** Of those that there were, the ones that are there in November 2026. */
const MODELS = ['gpt-4.1', 'gpt-4.1-mini', 'gpt-4o', 'gpt-4o-mini', 'gpt-5.2', 'gpt-5.6-luna', 'gpt-6-luna'];

/** What OpenAI calls the kind of a refusal. */
function typeOf({ status, code }: Refusal): string {
  if (status >= 500) return 'server_error';
  if (status !== 429) return 'invalid_request_error';
  return code === 'insufficient_quota' ? 'insufficient_quota' : 'requests';
}

export const openAiRefusalBody = (refusal: Refusal): JsonObject => ({
  error: {
    message: refusal.message,
    type: typeOf(refusal),
    param: refusal.param,
    code: refusal.code ?? (refusal.status === 429 ? 'rate_limit_exceeded' : null),
  },
});

export const openAiErrorEvent = (): ServerEvent => ({
  data: openAiRefusalBody(new Refusal(500, 'The server had an error while processing your request.')),
});

export const openAiModelList = (models: readonly string[], owner: string): JsonObject => ({
  object: 'list',
  data: models.map((id) => ({ id, object: 'model', created: CREATED_AT, owned_by: owner })),
});

/** A key as OpenAI quotes it. */
const masked = (key: string): string => `${key.slice(0, 6)}${'*'.repeat(8)}${key.slice(-4)}`;

/** @throws Refusal without the right key */
export function checkOpenAiKey({ authorization }: IncomingHttpHeaders): void {
  if (authorization === `Bearer ${API_KEY}`) return;
  const key = authorization?.replace(/^Bearer /, '') ?? '';
  const message =
    key === ''
      ? "You didn't provide an API key. You need to provide your API key in an Authorization header using Bearer auth (i.e. Authorization: Bearer YOUR_KEY)."
      : `Incorrect API key provided: ${masked(key)}. You can find your API key at https://platform.openai.com/account/api-keys.`;
  throw new Refusal(401, message, { code: key === '' ? null : 'invalid_api_key' });
}

/** OpenAI's chat completions. */
export function createOpenAiDialect(voiceModels: readonly string[]): ModelDialect {
  const kept = new StoredAnswers<JsonObject>();
  return {
    listModels: () => openAiModelList([...voiceModels, ...MODELS], 'openai'),
    endpoints: [
      chatEndpoint({
        check: checkChatBody,
        checkModel(model) {
          if (MODELS.includes(model)) return;
          const message = `The model \`${model}\` does not exist or you do not have access to it.`;
          throw new Refusal(404, message, { code: 'model_not_found' });
        },
        keep: (completion) => kept.put(String(completion.id), completion),
      }),
    ],
    checkKey: checkOpenAiKey,
    refusalBody: openAiRefusalBody,
    errorEvent: openAiErrorEvent,
    stored: (path) => kept.get(/^\/chat\/completions\/([\w-]+)$/.exec(path)?.[1] ?? ''),
    reset: () => kept.clear(),
  };
}
