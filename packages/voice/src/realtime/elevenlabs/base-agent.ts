import { createHash } from 'node:crypto';
import { objectsAt, stringAt, type JsonObject } from '../../wire/json.ts';
import { askAccount, type ElevenLabsAccount } from './account.ts';
import { agentDocument, clientTool, markOfTool } from './agent-document.ts';
import { ANY_TOOL } from './any-tool.ts';
import { PLAIN_ELEVENLABS_TUNING } from './tuning.ts';

const TAG = 'leadlock-base';

const TOOL = clientTool(ANY_TOOL, PLAIN_ELEVENLABS_TUNING, TAG);

function documentWith(name: string, toolIds: string[]): JsonObject {
  return agentDocument({
    name,
    tags: [TAG],
    prompt: 'You are a helpful assistant on the phone.',
    firstMessage: null,
    temperature: null,
    voice: null,
    language: 'en',
    tuning: PLAIN_ELEVENLABS_TUNING,
    toolIds,
  });
}

/** A version of the product that lays it out in another way has another one. */
const VERSION = createHash('sha256')
  .update(JSON.stringify([documentWith('', []), TOOL]))
  .digest('hex')
  .slice(0, 12);
const NAME = `Leadlock base ${VERSION}`;

const known = new Map<string, Promise<string>>();

/**
 * The id of the agent that takes calls of agents without one of their own there. It holds nothing of any tenant: each call
 * says everything for itself. It is looked up, or made, once a process. Two processes that make it at once agree on the
 * older one.
 */
export function baseAgentId(account: ElevenLabsAccount): Promise<string> {
  const key = createHash('sha256').update(JSON.stringify(account)).digest('hex');
  const looking = known.get(key);
  if (looking) return looking;
  const found = findOrCreate(account);
  known.set(key, found);
  found.catch(() => known.delete(key));
  return found;
}

/** It is gone there: looked for anew the next time. */
export function forgetBaseAgent(account: ElevenLabsAccount): void {
  known.delete(createHash('sha256').update(JSON.stringify(account)).digest('hex'));
}

async function findOrCreate(account: ElevenLabsAccount): Promise<string> {
  const existing = await oldest(account);
  if (existing !== null) return existing;
  const toolId = (await findTool(account)) ?? (await create(account, 'tools', { tool_config: TOOL }, 'id'));
  const created = await create(account, 'agents/create', documentWith(NAME, [toolId]), 'agent_id');
  const agreed = (await oldest(account)) ?? created;
  if (agreed !== created) await askAccount(account, { method: 'DELETE', path: `/v1/convai/agents/${created}` });
  return agreed;
}

async function create(account: ElevenLabsAccount, path: string, body: JsonObject, idField: string): Promise<string> {
  const id = stringAt(await askAccount(account, { method: 'POST', path: `/v1/convai/${path}`, body }), idField);
  if (id === null) throw new Error('ElevenLabs did not return an ID');
  return id;
}

async function oldest(account: ElevenLabsAccount): Promise<string | null> {
  const agents = objectsAt(
    await askAccount(account, { path: `/v1/convai/agents?page_size=100&search=${encodeURIComponent(NAME)}` }),
    'agents',
  );
  const ages = agents
    .filter((agent) => agent['name'] === NAME)
    .map((agent) => ({ id: stringAt(agent, 'agent_id') ?? '', at: Number(agent['created_at_unix_secs'] ?? 0) }))
    .sort((one, other) => one.at - other.at || (one.id < other.id ? -1 : 1));
  return ages[0]?.id ?? null;
}

async function findTool(account: ElevenLabsAccount): Promise<string | null> {
  const tools = objectsAt(
    await askAccount(account, { path: `/v1/convai/tools?page_size=100&search=${ANY_TOOL.name}` }),
    'tools',
  );
  const ours = tools.find((tool) => {
    const config = tool['tool_config'] as JsonObject | undefined;
    return config?.['name'] === ANY_TOOL.name && markOfTool(config) === TAG;
  });
  return stringAt(ours ?? null, 'id');
}
