import { createHash } from 'node:crypto';
import type { SystemContext } from '@leadlock/context/context';
import { agentDocument, clientTool, tuningOf } from '@leadlock/voice/realtime/elevenlabs';
import { VOICE_VENDORS } from '@leadlock/voice/vendors';
import type { Agent } from '../agents/agent.ts';
import { offeredTools } from '../tools/offered-tools.ts';

type Json = Record<string, unknown>;

export const fingerprint = (value: unknown): string =>
  createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 24);

/** By which an agent of ours is found there: in its name for the search, and as its tag. */
export const agentTag = (tenantId: string, agentId: string): string => `leadlock:${tenantId}:${agentId}`;
export const toolMark = (agentId: string, name: string): string => `${agentId}/${name}`;

/** Tools that nobody waits for are not announced, and phone menus take sounds between keys for nothing. */
const AT_ONCE = { preToolSpeech: false, toolCallSound: null };

/** The tools of an agent in calls, as they are to be there, by name. */
export function plannedTools(ctx: Pick<SystemContext, 'tools'>, agent: Agent): Map<string, Json> {
  const tuning = tuningOf(VOICE_VENDORS.elevenlabs.tuning(agent.settings).own);
  const offers = offeredTools(ctx, { kind: 'call', agent });
  return new Map(
    offers.map(({ name, description, parameters, conduct }) => [
      name,
      clientTool(
        { name, description, parameters },
        name === 'end_call' || conduct?.pressesKeys ? AT_ONCE : tuning,
        toolMark(agent.id, name),
      ),
    ]),
  );
}

/** The agent as it is to be there. Each call sets prompt, first words, voice and language anew. */
export function plannedAgent(agent: Agent, toolIds: readonly string[]): Json {
  const { id, tenantId, name, settings } = agent;
  return agentDocument({
    name: `${name} [${id}]`,
    tags: ['leadlock', agentTag(tenantId, id)],
    prompt: settings.system_prompt,
    firstMessage: settings.greeting,
    temperature: Math.min(1, settings.temperature),
    voice: settings.elevenlabs_voice_id,
    language: settings.elevenlabs_language,
    tuning: tuningOf(VOICE_VENDORS.elevenlabs.tuning(settings).own),
    toolIds,
  });
}

/** A document in parts that are sent as a whole or not at all, by their place: `conversation_config.tts`. */
export function partsOf(document: Json): Map<string, unknown> {
  const parts = new Map<string, unknown>();
  for (const [key, value] of Object.entries(document)) {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) parts.set(key, value);
    else for (const [inner, part] of Object.entries(value)) parts.set(`${key}.${inner}`, part);
  }
  return parts;
}

/** A document of some parts alone. */
export function documentOf(parts: ReadonlyMap<string, unknown>): Json {
  const document: Json = {};
  for (const [place, part] of parts) {
    const [key = '', inner] = place.split('.');
    if (inner === undefined) document[key] = part;
    else document[key] = { ...(document[key] as Json | undefined), [inner]: part };
  }
  return document;
}
