import { useWatch } from 'react-hook-form';
import { Combobox } from '#/components/ui/combobox.tsx';
import { Input } from '#/components/ui/input.tsx';
import { useAgentOptions } from '../../agent-options.ts';
import type { AgentValues } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

const TYPED_HINT = 'A voice ID from the provider. Leave empty for the default voice.';

/** A voice of the provider: from its list, or by its id where it has too many to list. */
export function VoiceControl({ definition }: ControlProps) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  const provider = useWatch<AgentValues, 'voice_provider'>({ name: 'voice_provider' });
  const offer = useAgentOptions().voice_providers.find(({ name }) => name === provider);
  const voices = offer?.voices ?? [];
  if (voices.length === 0) {
    return (
      <SettingFrame definition={{ ...definition, hint: TYPED_HINT }} error={error}>
        <Input
          value={value ?? ''}
          placeholder="Default voice"
          onChange={({ currentTarget: { value: typed } }) => set(typed === '' ? null : typed)}
          onBlur={leave}
        />
      </SettingFrame>
    );
  }
  const options = voices.map(({ id, label }) => ({ value: id, label }));
  // Nobody has to choose one where the provider has a voice for that case.
  if (offer?.default_voice === null) options.unshift({ value: '', label: 'Default voice' });
  // A list may be cut short, or the voice may be gone there.
  if (value && !voices.some(({ id }) => id === value)) options.push({ value, label: value });
  return (
    <SettingFrame definition={definition} error={error}>
      <Combobox
        options={options}
        value={value ?? ''}
        onValueChange={(chosen) => set(chosen === '' ? null : chosen)}
        onBlur={leave}
        placeholder="Default voice"
        searchPlaceholder="Search voices"
        emptyText="No voices found."
      />
    </SettingFrame>
  );
}
