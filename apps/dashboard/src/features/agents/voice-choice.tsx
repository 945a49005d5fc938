import { Field } from '#/components/ui/field.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { providerNotes, useAgentOptions } from './agent-options.ts';
import { VoicePicker } from './voice-picker.tsx';

interface VoiceChoiceProps {
  provider: string;
  /** Null: the provider's default. */
  voice: string | null;
  /** What is said to show a voice. */
  text: string;
  onChange: (provider: string, voice: string | null) => void;
}

/** A provider that can take calls here, and one of its voices. */
export function VoiceChoice({ provider, voice, text, onChange }: VoiceChoiceProps) {
  const { voice_providers } = useAgentOptions();
  const chosen = voice_providers.find(({ name }) => name === provider);
  const voices = chosen?.voices ?? [];
  return (
    <div className="grid gap-5">
      <Field label="Provider">
        <RadioCards
          columns={3}
          value={provider}
          onValueChange={(name) => onChange(name, null)}
          options={voice_providers.map(({ name, label, status }) => ({
            value: name,
            label,
            icon: <VendorLogo vendor={name} name={label} />,
            description: providerNotes[status],
            disabled: status !== 'ready',
          }))}
        />
      </Field>
      {chosen && voices.length > 0 && (
        <Field label="Voice" className="sm:max-w-80">
          <VoicePicker
            offer={chosen}
            voices={voices.map(({ id, label }) => ({ value: id, label }))}
            value={voice ?? chosen.default_voice}
            onValueChange={(id) => onChange(provider, id)}
            text={text}
          />
        </Field>
      )}
    </div>
  );
}
