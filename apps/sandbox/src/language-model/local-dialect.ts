import { textAt } from '../realtime/json.ts';
import type { ModelDialect } from './dialect.ts';
import { chatEndpoint } from './openai/chat-endpoint.ts';
import { openAiErrorEvent, openAiModelList, openAiRefusalBody } from './openai/openai-dialect.ts';
import { Refusal } from './refusal.ts';

const MODELS = ['llama-3.3'];

/** A server on one's own machine that speaks chat completions as Ollama and its like do: without a key, and easygoing. */
export const localDialect: ModelDialect = {
  listModels: () => openAiModelList(MODELS, 'local'),
  endpoints: [
    chatEndpoint({
      check(body) {
        if (textAt(body, 'model') === null) throw new Refusal(400, 'model is required');
        if (!Array.isArray(body.messages)) throw new Refusal(400, 'messages must be a list');
      },
      checkModel(model) {
        if (!MODELS.includes(model)) throw new Refusal(404, `model "${model}" not found, try pulling it first`);
      },
    }),
  ],
  checkKey: () => undefined,
  refusalBody: openAiRefusalBody,
  errorEvent: openAiErrorEvent,
  reset: () => undefined,
};
