import { requireConsistency } from './consistency.ts';
import type { AgentCreate } from './schemas.ts';
import type { AgentSettings } from './settings.ts';
import { settledVoice } from './voices.ts';

/**
 * The settings of a new agent as they are stored.
 * @throws validation error for settings that contradict each other.
 */
export function completeSettings({ name: _name, ...input }: AgentCreate): AgentSettings {
  const settings = { ...input, voice: settledVoice(input), elevenlabs_agent_id: null };
  requireConsistency(settings);
  return settings;
}
