import type { ElevenLabsApi } from '@leadlock/providers/contracts';
import { markOfTool } from '@leadlock/voice/realtime/elevenlabs';

type Json = Record<string, unknown>;

const statusOf = (error: unknown): number | null =>
  typeof error === 'object' && error !== null && 'status' in error && typeof error.status === 'number'
    ? error.status
    : null;

/** Runs a request about something that may be gone there. Null: it is. */
async function unlessGone(request: Promise<Json>): Promise<Json | null> {
  try {
    return await request;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    throw error;
  }
}

const textAt = (object: Json, key: string): string | null => (typeof object[key] === 'string' ? object[key] : null);
const listAt = (object: Json, key: string): Json[] => (Array.isArray(object[key]) ? (object[key] as Json[]) : []);

/** More pages than an account has agents with one name. */
const MAX_PAGES = 100;

/** Agents and tools in an account at ElevenLabs. Each carries a mark of ours, so that what was made is found again. */
export class VendorAgents {
  readonly #api: ElevenLabsApi;
  readonly #signal: AbortSignal | undefined;

  constructor(api: ElevenLabsApi, signal?: AbortSignal) {
    this.#api = api;
    this.#signal = signal;
  }

  async createAgent(document: Json): Promise<string> {
    return idOf(await this.#ask('POST', 'agents/create', document), 'agent_id');
  }

  /** False when it is gone. */
  async changeAgent(id: string, document: Json): Promise<boolean> {
    return (await unlessGone(this.#ask('PATCH', `agents/${encodeURIComponent(id)}`, document))) !== null;
  }

  async deleteAgent(id: string): Promise<void> {
    await unlessGone(this.#ask('DELETE', `agents/${encodeURIComponent(id)}`));
  }

  /** The agent with this tag, whose name holds `name`; null: there is none. */
  async findAgent(name: string, tag: string): Promise<string | null> {
    for await (const agent of this.#pages('agents', name)) {
      const { tags } = agent;
      if (Array.isArray(tags) && tags.includes(tag)) return textAt(agent, 'agent_id');
    }
    return null;
  }

  async createTool(config: Json): Promise<string> {
    return idOf(await this.#ask('POST', 'tools', { tool_config: config }), 'id');
  }

  /** False when it is gone. */
  async changeTool(id: string, config: Json): Promise<boolean> {
    const path = `tools/${encodeURIComponent(id)}`;
    return (await unlessGone(this.#ask('PATCH', path, { tool_config: config }))) !== null;
  }

  async deleteTool(id: string): Promise<void> {
    await unlessGone(this.#ask('DELETE', `tools/${encodeURIComponent(id)}`));
  }

  async findTool(name: string, mark: string): Promise<string | null> {
    for await (const tool of this.#pages('tools', name)) {
      if (markOfTool((tool.tool_config ?? null) as Json | null) === mark) return textAt(tool, 'id');
    }
    return null;
  }

  async *#pages(list: 'agents' | 'tools', search: string): AsyncGenerator<Json> {
    let cursor: string | null = null;
    for (let page = 0; page < MAX_PAGES; page++) {
      const from: string = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const answer = await this.#ask('GET', `${list}?page_size=100&search=${encodeURIComponent(search)}${from}`);
      yield* listAt(answer, list);
      cursor = answer.has_more === true ? textAt(answer, 'next_cursor') : null;
      if (cursor === null) return;
    }
  }

  #ask(method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: Json): Promise<Json> {
    return this.#api.ask({ method, path: `/v1/convai/${path}`, body, signal: this.#signal });
  }
}

function idOf(answer: Json, field: string): string {
  const id = textAt(answer, field);
  if (id === null) throw new Error('ElevenLabs did not return an ID');
  return id;
}
