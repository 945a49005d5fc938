import { randomBytes } from 'node:crypto';
import { Agent, ClientTool } from './agent-schema.ts';
import { merge, type JsonObject } from '../realtime/json.ts';
import { ElevenLabsRefusal } from './refusal.ts';

const id = (prefix: string): string => `${prefix}_${randomBytes(12).toString('hex')}`;
/** How long the address of a conversation is good. */
const SIGNED_URL_MS = 15 * 60_000;

export interface StoredAgent {
  agent_id: string;
  created_at_unix_secs: number;
  agent: Agent;
}

export interface StoredTool {
  id: string;
  tool_config: ClientTool;
}

/** The voices of the account: those that every account has. */
export const VOICES: readonly {
  voice_id: string;
  name: string;
  labels: { gender: 'male' | 'female'; accent: string };
}[] = [
  { voice_id: 'cjVigY5qzO86Huf0OWal', name: 'Eric', labels: { gender: 'male', accent: 'american' } },
  { voice_id: 'EXAVITQu4vr4xnSDxMaL', name: 'Sarah', labels: { gender: 'female', accent: 'american' } },
  { voice_id: 'JBFqnCBsd6RMkjVDRZzb', name: 'George', labels: { gender: 'male', accent: 'british' } },
  { voice_id: 'Xb7hH8MSUJpSbSDYk0k2', name: 'Alice', labels: { gender: 'female', accent: 'british' } },
  { voice_id: 'XrExE9yKIg1WjnnlVkGX', name: 'Matilda', labels: { gender: 'female', accent: 'american' } },
];

export const voiceNamed = (voiceId: string) => VOICES.find(({ voice_id }) => voice_id === voiceId);

/** What one account has at ElevenLabs. */
export class ElevenLabsStore {
  agents = new Map<string, StoredAgent>();
  tools = new Map<string, StoredTool>();
  /** Addresses of conversations that nobody has used. */
  #signatures = new Map<string, { agentId: string; expiresAt: number }>();
  signedUrlMs = SIGNED_URL_MS;

  createAgent(body: unknown): StoredAgent {
    const agent = this.#checked(Agent.parse(body));
    const stored = { agent_id: id('agent'), created_at_unix_secs: Math.floor(Date.now() / 1000), agent };
    this.agents.set(stored.agent_id, stored);
    return stored;
  }

  patchAgent(agentId: string, body: JsonObject): StoredAgent {
    const stored = this.agent(agentId);
    stored.agent = this.#checked(Agent.parse(replaceMaps(merge(stored.agent, body), body)));
    return stored;
  }

  agent(agentId: string): StoredAgent {
    const stored = this.agents.get(agentId);
    if (!stored) throw notFound('agent_not_found', `Document with id ${agentId} not found.`);
    return stored;
  }

  deleteAgent(agentId: string): void {
    this.agent(agentId);
    this.agents.delete(agentId);
  }

  createTool(body: JsonObject): StoredTool {
    const stored = { id: id('tool'), tool_config: ClientTool.parse(body.tool_config) };
    this.tools.set(stored.id, stored);
    return stored;
  }

  patchTool(toolId: string, body: JsonObject): StoredTool {
    const stored = this.tool(toolId);
    stored.tool_config = ClientTool.parse(body.tool_config);
    return stored;
  }

  tool(toolId: string): StoredTool {
    const stored = this.tools.get(toolId);
    if (!stored) throw notFound('tool_not_found', `Document with id ${toolId} not found.`);
    return stored;
  }

  deleteTool(toolId: string): void {
    const { tool_config } = this.tool(toolId);
    const user = [...this.agents.values()].find(({ agent }) => toolIdsOf(agent).includes(toolId));
    if (user) {
      const message = `The tool ${tool_config.name} is used by the agent ${user.agent_id}.`;
      throw new ElevenLabsRefusal(409, { status: 'tool_in_use', message });
    }
    this.tools.delete(toolId);
  }

  toolsOf({ agent }: StoredAgent): ClientTool[] {
    return toolIdsOf(agent).flatMap((toolId) => this.tools.get(toolId)?.tool_config ?? []);
  }

  sign(agentId: string): string {
    this.agent(agentId);
    const signature = id('cvtkn');
    this.#signatures.set(signature, { agentId, expiresAt: Date.now() + this.signedUrlMs });
    return signature;
  }

  /** Uses a signature up. Why it is not good, or null. */
  redeem(signature: string, agentId: string): string | null {
    const signed = this.#signatures.get(signature);
    this.#signatures.delete(signature);
    if (signed?.agentId !== agentId) return 'The signature of the address is not valid, or was used before.';
    return signed.expiresAt < Date.now() ? 'The signature of the address has expired.' : null;
  }

  reset(): void {
    this.agents.clear();
    this.tools.clear();
    this.#signatures.clear();
    this.signedUrlMs = SIGNED_URL_MS;
  }

  #checked(agent: Agent): Agent {
    const { voice_id } = agent.conversation_config.tts;
    if (!voiceNamed(voice_id))
      throw notFound('voice_not_found', `A voice with the voice_id ${voice_id} was not found.`);
    for (const toolId of toolIdsOf(agent)) this.tool(toolId);
    return agent;
  }
}

/** Merging leaves keys of a map that the new one does not have: a map that is given is taken as a whole. */
function replaceMaps(merged: JsonObject, body: JsonObject): JsonObject {
  const given = (body.conversation_config as JsonObject | undefined)?.language_presets;
  if (given === undefined) return merged;
  return {
    ...merged,
    conversation_config: { ...(merged.conversation_config as JsonObject), language_presets: given },
  };
}

const toolIdsOf = (agent: Agent): string[] => agent.conversation_config.agent.prompt.tool_ids;

const notFound = (status: string, message: string): ElevenLabsRefusal =>
  new ElevenLabsRefusal(404, { status, message });
