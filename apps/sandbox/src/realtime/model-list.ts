import type { RequestHandler } from 'express';
import type { RealtimeServerDialect } from './dialect.ts';

const CREATED_AT = 1_756_310_470;

/** `GET /models`, which both vendors have: what the key may use. It is how a client asks whether its key is good. */
export const listModels =
  ({ name, apiKey }: Pick<RealtimeServerDialect, 'name' | 'apiKey'>, models: readonly string[]): RequestHandler =>
  (request, response) => {
    if (request.get('authorization') !== `Bearer ${apiKey}`) {
      const error = { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' };
      response.status(401).json({ error: { ...error, param: null } });
      return;
    }
    const data = models.map((id) => ({ id, object: 'model', created: CREATED_AT, owned_by: name }));
    response.json({ object: 'list', data });
  };
