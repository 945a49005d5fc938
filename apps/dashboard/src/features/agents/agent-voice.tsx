import { classNames } from '#/components/class-names.ts';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { labelsOfVoice } from './agent-labels.ts';
import type { AgentOptions } from './agent-options.ts';

interface AgentVoiceProps {
  provider: string | null | undefined;
  /** None: the provider's default. */
  voice: string | null | undefined;
  options: AgentOptions;
  /** In a table, whose narrow columns have no room for the provider's name. */
  inTable?: boolean;
}

/** The voice of an agent and whose it is. */
export function AgentVoice({ provider, voice, options, inTable }: AgentVoiceProps) {
  const labels = labelsOfVoice(provider ?? null, voice, options);
  return (
    <span className="inline-flex items-center gap-2">
      <VendorLogo vendor={provider ?? ''} name={labels.provider} size="sm" />
      <span>
        {labels.voice}{' '}
        <span className={classNames('text-muted', inTable && '@max-4xl:sm:hidden')}>{labels.provider}</span>
      </span>
    </span>
  );
}
