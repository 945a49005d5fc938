import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { labelsOfVoice } from './agent-labels.ts';
import type { AgentOptions } from './agent-options.ts';

interface AgentVoiceProps {
  provider: string | null | undefined;
  /** None: the provider's default. */
  voice: string | null | undefined;
  options: AgentOptions;
}

/** The voice of an agent and whose it is. */
export function AgentVoice({ provider, voice, options }: AgentVoiceProps) {
  const labels = labelsOfVoice(provider ?? null, voice, options);
  return (
    <span className="inline-flex items-center gap-2">
      <VendorLogo vendor={provider ?? ''} name={labels.provider} size="sm" />
      <span>
        {labels.voice} <span className="text-muted">{labels.provider}</span>
      </span>
    </span>
  );
}
