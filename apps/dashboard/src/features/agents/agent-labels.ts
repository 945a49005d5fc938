import type { AgentOptions } from './agent-options.ts';

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

/** What a provider and one of its voices are called; no voice is the provider's default. */
export function labelsOfVoice(
  name: string | null,
  voice: string | null | undefined,
  { voice_providers }: AgentOptions,
): VoiceLabels {
  const provider = voice_providers.find((each) => each.name === name);
  const label = provider?.voices?.find(({ id }) => id === voice)?.label;
  return {
    provider: provider?.label ?? name ?? '—',
    voice: label ?? voice ?? 'Default voice',
  };
}
