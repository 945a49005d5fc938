import type { TenantContext } from '@leadlock/context/context';
import { addAgent } from './add-agent.ts';
import type { Agent } from './agent.ts';
import { requireConsistency } from './consistency.ts';
import type { AgentCreate } from './schemas.ts';
import { defaultVoiceOf } from './voices.ts';

/**
 * Creates an active agent. The default of `voice` belongs to xAI; with another provider it stands for that one's own.
 * @throws validation error for settings that contradict each other, limit_exceeded when the plan allows no more.
 */
export async function createAgent(ctx: TenantContext, { name, ...input }: AgentCreate): Promise<Agent> {
  const isVoiceDefault = input.voice === defaultVoiceOf('xai');
  const voice = isVoiceDefault ? defaultVoiceOf(input.voice_provider) : input.voice;
  const settings = { ...input, voice, elevenlabs_agent_id: null };
  requireConsistency(settings);
  return addAgent(ctx, { name, isActive: true, settings });
}
