import { useWatch } from 'react-hook-form';
import { Input } from '#/components/ui/input.tsx';
import { useAgentOptions } from '../../agent-options.ts';
import { VoicePicker } from '../../voice-picker.tsx';
import { SampleButton } from '../../voice-sample/sample-button.tsx';
import { SampleProblem } from '../../voice-sample/sample-problem.tsx';
import { sampleText } from '@leadlock/core/sample-text';
import type { AgentValues } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

const TYPED_HINT = 'A voice ID from the provider. Leave empty for the default voice.';

/** What the agent would greet a caller with, as it stands in the editor. */
function useSampleText(): string {
  const [name, businessName, greeting, definitions] = useWatch<
    AgentValues,
    ['name', 'business_name', 'greeting', 'variable_definitions']
  >({ name: ['name', 'business_name', 'greeting', 'variable_definitions'] });
  const defaults = Object.fromEntries((definitions ?? []).map((each) => [each.name, each.default_value ?? '']));
  return sampleText({ name: name ?? '', businessName: businessName ?? '', greeting: greeting ?? null, defaults });
}

/** A voice of the provider: from its list, or by its id where it has too many to list. */
export function VoiceControl({ definition }: ControlProps) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  const provider = useWatch<AgentValues, 'voice_provider'>({ name: 'voice_provider' });
  const offer = useAgentOptions().voice_providers.find(({ name }) => name === provider);
  const text = useSampleText();
  const voices = offer?.voices ?? [];
  if (!offer || voices.length === 0) {
    return (
      <SettingFrame definition={{ ...definition, hint: TYPED_HINT }} error={error}>
        <div className="flex gap-2">
          <Input
            value={value ?? ''}
            placeholder="Default voice"
            onChange={({ currentTarget: { value: typed } }) => set(typed === '' ? null : typed)}
            onBlur={leave}
          />
          {offer?.status === 'ready' && value && (
            <SampleButton sample={{ provider: offer.name, voice: value, text }} name={value} />
          )}
        </div>
        {offer && <SampleProblem provider={offer.name} />}
      </SettingFrame>
    );
  }
  const options = voices.map(({ id, label }) => ({ value: id, label }));
  // Nobody has to choose one where the provider has a voice for that case.
  if (offer.default_voice === null) options.unshift({ value: '', label: 'Default voice' });
  const isListed = voices.some(({ id }) => id === value);
  // Another provider's voice stands for this one's default. Otherwise the list was cut short, or the voice is gone there.
  const shown = isListed ? value : (offer.default_voice ?? value ?? '');
  if (shown && !voices.some(({ id }) => id === shown)) options.push({ value: shown, label: shown });
  return (
    <SettingFrame definition={definition} error={error}>
      <VoicePicker
        offer={offer}
        voices={options}
        value={shown}
        onValueChange={(chosen) => set(chosen === '' ? null : chosen)}
        onBlur={leave}
        text={text}
      />
    </SettingFrame>
  );
}
