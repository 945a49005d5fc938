import { requireConsistency } from './consistency.ts';
import type { AgentCreate } from './schemas.ts';
import { NO_COPIES, type AgentSettings } from './settings.ts';
import { settledVoice } from './voices.ts';

/**
 * The settings of a new agent as they are stored.
 * @throws validation error for settings that contradict each other.
 */
export function completeSettings({ name: _name, ...input }: AgentCreate): AgentSettings {
  const settings = { ...input, voice: settledVoice(input), ...NO_COPIES };
  requireConsistency(settings);
  return settings;
}
