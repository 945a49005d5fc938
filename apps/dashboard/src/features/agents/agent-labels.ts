import type { Outputs } from '#/api/trpc.ts';
import type { AgentOptions } from './agent-options.ts';

type Agent = Outputs['agents']['get'];

const MODES: Readonly<Record<string, string>> = {
  inbound: 'Inbound',
  outbound: 'Outbound',
  both: 'Inbound and outbound',
};

/** Which calls an agent takes part in. */
export const modeLabel = (mode: string | null): string => (mode === null ? '—' : (MODES[mode] ?? mode));

/** Who speaks for an agent: the provider's name and its voice's. */
export function voiceLabels(agent: Agent, { voice_providers }: AgentOptions): { provider: string; voice: string } {
  const provider = voice_providers.find(({ name }) => name === agent.voice_provider);
  const id = provider === undefined ? agent.voice : agent[provider.voice_field as keyof Agent];
  const label = provider?.voices?.find((voice) => voice.id === id)?.label;
  return {
    provider: provider?.label ?? agent.voice_provider ?? '—',
    voice: label ?? (typeof id === 'string' ? id : 'Default voice'),
  };
}
