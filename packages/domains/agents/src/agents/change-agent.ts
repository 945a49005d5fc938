import type { Db } from '@leadlock/db/client';
import type { Agent } from './agent.ts';
import { requireConsistency } from './consistency.ts';
import { requireOtherNumbers } from './own-numbers.ts';
import type { AgentUpdate } from './schemas.ts';
import { changeSettings, type AgentSettings } from './settings.ts';
import { defaultVoiceOf, settledVoice, voicesOf } from './voices.ts';

/** A provider that does not have the agent's voice gets its own default, unless the change names another voice. */
function settleVoice(settings: AgentSettings, changes: AgentUpdate): AgentSettings {
  const { voice, voice_provider } = settings;
  const isFree = changes.voice === null || (changes.voice === undefined && changes.voice_provider !== undefined);
  return isFree && !voicesOf(voice_provider).includes(voice)
    ? { ...settings, voice: defaultVoiceOf(voice_provider) }
    : { ...settings, voice: settledVoice(settings) };
}

/** A provider that becomes the agent's own is no fallback any more, unless the change says what is. */
function settleFallbacks(settings: AgentSettings, changes: AgentUpdate): AgentSettings {
  const { voice_provider: own, fallback_voice_providers: fallbacks } = settings;
  if (changes.fallback_voice_providers !== undefined || !fallbacks.includes(own)) return settings;
  return { ...settings, fallback_voice_providers: fallbacks.filter((name) => name !== own) };
}

/**
 * An agent as it is after a change, whether that is stored or only tried. `db` sees the tenant's phone numbers.
 * @throws a validation error for settings that contradict each other.
 */
export async function changeAgent(db: Db, agent: Agent, changes: AgentUpdate): Promise<Agent> {
  const touched = new Set(Object.entries(changes).flatMap(([field, value]) => (value === undefined ? [] : [field])));
  if (touched.size === 0) return agent;
  const settings = settleFallbacks(settleVoice(changeSettings(agent.settings, changes), changes), changes);
  requireConsistency(settings, touched);
  if (touched.has('transfer_targets')) {
    await requireOtherNumbers(db, { tenantId: agent.tenantId, agentId: agent.id }, settings);
  }
  return { ...agent, name: changes.name ?? agent.name, isActive: changes.is_active ?? agent.isActive, settings };
}
