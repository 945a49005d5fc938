import { asObject, textAt, type JsonObject } from '../../realtime/json.ts';
import type { ModelEndpoint, Reading } from '../dialect.ts';
import { readChat } from './read-chat.ts';
import { chatChunks, chatCompletion } from './tell-chat.ts';

export interface ChatEndpointOptions {
  /** @throws Refusal for what the vendor does not take */
  check: (body: JsonObject) => void;
  /** @throws Refusal for a model that it does not have */
  checkModel: (model: string) => void;
  /** Keeps an answer that shall be kept. */
  keep?: (completion: JsonObject) => void;
}

/** `POST /chat/completions`, which several vendors speak. */
export const chatEndpoint = ({ check, checkModel, keep }: ChatEndpointOptions): ModelEndpoint => ({
  path: '/chat/completions',
  read(body): Reading {
    check(body);
    const model = textAt(body, 'model') ?? '';
    checkModel(model);
    return {
      request: readChat(body),
      model,
      isStreamed: body.stream === true,
      whole(answer) {
        const completion = chatCompletion(answer);
        if (body.store === true) keep?.(completion);
        return completion;
      },
      events: (answer) => chatChunks(answer, asObject(body.stream_options)?.include_usage === true),
    };
  },
});
