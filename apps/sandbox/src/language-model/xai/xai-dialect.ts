import type { IncomingHttpHeaders } from 'node:http';
import { z } from 'zod';
import type { JsonObject } from '../../realtime/json.ts';
import type { SearchIndex } from '../../search/search-index.ts';
import { searchForTurn } from './search-for-turn.ts';
import type { Answer, ModelDialect, ModelEndpoint } from '../dialect.ts';
import { newModelId } from '../ids.ts';
import type { Turn } from '../model-request.ts';
import { chatEndpoint } from '../openai/chat-endpoint.ts';
import { openAiModelList } from '../openai/openai-dialect.ts';
import { Refusal } from '../refusal.ts';
import { StoredAnswers } from '../stored-answers.ts';
import { readResponse } from './read-response.ts';
import { ResponsesBody } from './responses-schema.ts';
import { itemsOf, responseEvents, responseOf } from './tell-response.ts';

const API_KEY = 'xai-sandbox';
const MODELS = [
  'grok-4.3',
  'grok-4.5',
  'grok-4.6',
  'grok-4.7',
  'grok-4.20-reasoning',
  'grok-4.20-non-reasoning',
  'grok-latest',
];

/** xAI names the kind of a refusal in a sentence. */
const CODES: Readonly<Record<number, string>> = {
  400: 'Client specified an invalid argument',
  401: 'The caller does not have valid authentication credentials',
  402: 'Some resource has been exhausted',
  403: 'The caller does not have permission to execute the specified operation',
  404: 'Some requested entity was not found',
  429: 'Some resource has been exhausted',
  503: 'The service is currently unavailable',
};

export const xaiRefusalBody = ({ status, message, code }: Refusal): JsonObject => ({
  code: code ?? CODES[status] ?? 'Internal error',
  error: message,
});

/** @throws Refusal without the right key */
export function checkXaiKey({ authorization }: IncomingHttpHeaders): void {
  if (authorization === `Bearer ${API_KEY}`) return;
  const key = authorization?.replace(/^Bearer /, '') ?? '';
  if (key === '') throw new Refusal(401, 'No API key was provided.');
  // It does not take a wrong key for a lack of rights.
  const masked = `${key.slice(0, 2)}***${key.slice(-2)}`;
  throw new Refusal(400, `Incorrect API key provided: ${masked}. You can obtain an API key from https://console.x.ai.`);
}

function checkModel(model: string): void {
  if (MODELS.includes(model)) return;
  throw new Refusal(404, `The model ${model} does not exist or your team does not have access to it.`);
}

/** What chat completions of xAI do not take, of what OpenAI's do. */
const ChatBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(['system', 'developer', 'user', 'assistant', 'tool']) })).min(1),
  temperature: z.number().min(0).max(2).nullish(),
  max_tokens: z.int().min(1).nullish(),
  max_completion_tokens: z.int().min(1).nullish(),
});

export function parseXaiBody<Schema extends z.ZodType>(schema: Schema, body: JsonObject): z.output<Schema> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  throw new Refusal(400, `Failed to deserialize the JSON body into the target type: ${z.prettifyError(result.error)}`);
}

interface StoredResponse {
  response: JsonObject;
  turns: Turn[];
}

/** The responses of xAI, which it keeps unless it is told not to, and which can be gone on from. */
function responsesEndpoint(stored: StoredAnswers<StoredResponse>, index: SearchIndex): ModelEndpoint {
  return {
    path: '/responses',
    read(given) {
      const body = parseXaiBody(ResponsesBody, given);
      checkModel(body.model);
      const previousId = body.previous_response_id ?? null;
      const previous = previousId === null ? null : stored.get(previousId);
      if (previousId !== null && !previous) throw new Refusal(404, `Response with id=${previousId} not found.`);
      const request = readResponse(body, previous?.turns ?? []);
      searchForTurn(request, body, index);
      const isStored = body.store !== false;
      const id = newModelId('resp_');
      const make = (answer: Answer) => {
        const items = itemsOf(answer);
        const response = responseOf(answer, id, items, isStored);
        const said: Turn = { kind: 'said', text: answer.thought.text, calls: answer.thought.calls };
        if (isStored) stored.put(id, { response, turns: [...request.turns, said] });
        return { response, items };
      };
      return {
        request,
        model: body.model,
        isStreamed: body.stream === true,
        whole: (answer) => make(answer).response,
        events(answer) {
          const { response, items } = make(answer);
          return responseEvents(answer, response, items);
        },
      };
    },
  };
}

/** xAI's responses, and its older chat completions. */
export function createXaiDialect(voiceModels: readonly string[], index: SearchIndex): ModelDialect {
  const stored = new StoredAnswers<StoredResponse>();
  return {
    listModels: () => openAiModelList([...voiceModels, ...MODELS], 'xai'),
    endpoints: [
      responsesEndpoint(stored, index),
      chatEndpoint({ check: (body) => parseXaiBody(ChatBody, body), checkModel }),
    ],
    checkKey: checkXaiKey,
    refusalBody: xaiRefusalBody,
    errorEvent: () => ({
      event: 'error',
      data: { type: 'error', code: 'server_error', message: 'The service is currently unavailable', param: null },
    }),
    stored: (path) => stored.get(/^\/responses\/([\w-]+)$/.exec(path)?.[1] ?? '')?.response ?? null,
    reset: () => stored.clear(),
  };
}
