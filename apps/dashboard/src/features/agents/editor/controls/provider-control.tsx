import { Badge } from '#/components/ui/badge.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { providerNotes, useAgentOptions } from '../../agent-options.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** Who hears and speaks, and which of them this installation can reach. */
export function ProviderControl({ definition }: ControlProps) {
  const { value, set, error } = useSetting<string>(definition.name);
  const { voice_providers } = useAgentOptions();
  return (
    <SettingFrame hintFirst definition={definition} error={error}>
      <RadioCards
        columns={3}
        value={value}
        onValueChange={set}
        options={voice_providers.map(({ name, label, status }) => ({
          value: name,
          label,
          icon: <VendorLogo vendor={name} name={label} />,
          description: providerNotes[status],
          aside: status !== 'ready' && <Badge tone="warning">{status === 'key_missing' ? 'No key' : 'Not yet'}</Badge>,
        }))}
      />
    </SettingFrame>
  );
}
