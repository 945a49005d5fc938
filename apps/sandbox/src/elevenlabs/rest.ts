import express, { Router, type RequestHandler } from 'express';
import type { JsonObject } from '../realtime/json.ts';
import { ElevenLabsRefusal, refusals } from './refusal.ts';
import { VOICES, type ElevenLabsStore, type StoredAgent, type StoredTool } from './store.ts';

export const API_KEY = 'elevenlabs-sandbox';
const MAX_PAGE = 100;

export interface RestOptions {
  store: ElevenLabsStore;
  /** Where conversations are held, without the query. */
  conversationUrl: () => string;
  /** Run before each request; may refuse it. */
  beforeRequest: (path: string) => void;
}

const access_info = {
  is_creator: true,
  creator_name: 'Sandbox',
  creator_email: 'sandbox@leadlock.example',
  role: 'admin',
};

const agentWire = ({ agent_id, agent }: StoredAgent): JsonObject => ({ agent_id, ...agent, access_info });
const toolWire = ({ id, tool_config }: StoredTool): JsonObject => ({ id, tool_config, access_info });

/** `page_size`, `search` and `cursor` of a list. */
function page<Item>(items: Item[], nameOf: (item: Item) => string, query: Record<string, unknown>) {
  const size = Number(query.page_size ?? 30);
  if (!Number.isInteger(size) || size < 1 || size > MAX_PAGE) {
    throw new ElevenLabsRefusal(422, { status: 'invalid_page_size', message: 'page_size: should be from 1 to 100' });
  }
  const search = typeof query.search === 'string' ? query.search.toLowerCase() : '';
  const found = items.filter((item) => nameOf(item).toLowerCase().includes(search));
  const from = typeof query.cursor === 'string' ? Number(query.cursor) : 0;
  const next = from + size;
  const hasMore = next < found.length;
  return { items: found.slice(from, next), has_more: hasMore, next_cursor: hasMore ? String(next) : null };
}

const bodyOf = ({ body }: { body?: unknown }): JsonObject => (body ?? {}) as JsonObject;

/** ElevenLabs' REST API, as far as agents need it. */
export function createRest({ store, conversationUrl, beforeRequest }: RestOptions): Router {
  const rest = Router();
  const signedUrl: RequestHandler = ({ query }, response) => {
    const agentId = typeof query.agent_id === 'string' ? query.agent_id : '';
    const address = new URL(conversationUrl());
    address.searchParams.set('agent_id', agentId);
    address.searchParams.set('conversation_signature', store.sign(agentId));
    response.json({ signed_url: address.href });
  };
  rest.use(({ headers, path }, _response, next) => {
    if (headers['xi-api-key'] !== API_KEY) {
      throw new ElevenLabsRefusal(401, { status: 'invalid_api_key', message: 'Invalid API key' });
    }
    beforeRequest(path);
    next();
  });
  rest.use(express.json({ limit: '2mb' }));
  rest.get('/v1/user', (_request, response) => {
    response.json({ user_id: 'sandbox', subscription: { tier: 'business', status: 'active' } });
  });
  rest.get('/v1/models', (_request, response) => {
    response.json([{ model_id: 'eleven_flash_v2_5', name: 'Eleven Flash v2.5', can_do_text_to_speech: true }]);
  });
  rest.get('/v1/voices', (_request, response) => {
    response.json({ voices: VOICES });
  });
  rest.get('/v2/voices', ({ query }, response) => {
    const { items, has_more, next_cursor } = page([...VOICES], ({ name }) => name, {
      ...query,
      cursor: query.next_page_token,
    });
    response.json({ voices: items, has_more, next_page_token: next_cursor, total_count: VOICES.length });
  });
  rest.get('/v1/convai/conversation/get-signed-url', signedUrl);
  rest.get('/v1/convai/conversation/get_signed_url', signedUrl);
  rest.post('/v1/convai/agents/create', (request, response) => {
    response.json({ agent_id: store.createAgent(bodyOf(request)).agent_id });
  });
  rest.get('/v1/convai/agents', ({ query }, response) => {
    const all = [...store.agents.values()].toSorted((a, b) => b.created_at_unix_secs - a.created_at_unix_secs);
    const { items, ...rest } = page(all, ({ agent }) => agent.name, query);
    const agents = items.map(({ agent_id, agent: { name, tags }, created_at_unix_secs }) => ({
      agent_id,
      name,
      tags,
      created_at_unix_secs,
      access_info,
    }));
    response.json({ agents, ...rest });
  });
  const agents = '/v1/convai/agents/:id';
  rest.get(agents, ({ params }, response) => {
    response.json(agentWire(store.agent(params.id)));
  });
  rest.patch(agents, (request, response) => {
    response.json(agentWire(store.patchAgent(request.params.id, bodyOf(request))));
  });
  rest.delete(agents, ({ params }, response) => {
    store.deleteAgent(params.id);
    response.json({});
  });
  rest.post('/v1/convai/tools', (request, response) => {
    response.json(toolWire(store.createTool(bodyOf(request))));
  });
  rest.get('/v1/convai/tools', ({ query }, response) => {
    const { items, ...rest } = page([...store.tools.values()], ({ tool_config }) => tool_config.name, query);
    response.json({ tools: items.map(toolWire), ...rest });
  });
  const tools = '/v1/convai/tools/:id';
  rest.get(tools, ({ params }, response) => {
    response.json(toolWire(store.tool(params.id)));
  });
  rest.patch(tools, (request, response) => {
    response.json(toolWire(store.patchTool(request.params.id, bodyOf(request))));
  });
  rest.delete(tools, ({ params }, response) => {
    store.deleteTool(params.id);
    response.json({});
  });
  rest.use((_request, response) => {
    response.status(404).json({ detail: 'Not Found' });
  });
  rest.use(refusals);
  return rest;
}
