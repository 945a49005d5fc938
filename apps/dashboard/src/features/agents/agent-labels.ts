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

interface VoiceLabels {
  provider: string;
  voice: string;
}

/** Who speaks for an agent: the provider's name and its voice's. */
export function voiceLabels(agent: Agent, options: AgentOptions): VoiceLabels {
  const field = options.voice_providers.find(({ name }) => name === agent.voice_provider)?.voice_field;
  return labelsOfVoice(agent.voice_provider, agent[(field ?? 'voice') as keyof Agent], options);
}

/** What a provider and one of its voices are called; no voice is the provider's default. */
export function labelsOfVoice(name: string | null, voice: unknown, { voice_providers }: AgentOptions): VoiceLabels {
  const provider = voice_providers.find((each) => each.name === name);
  const label = provider?.voices?.find(({ id }) => id === voice)?.label;
  return {
    provider: provider?.label ?? name ?? '—',
    voice: label ?? (typeof voice === 'string' ? voice : 'Default voice'),
  };
}
