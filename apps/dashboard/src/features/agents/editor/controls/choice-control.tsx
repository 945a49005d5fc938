import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { Select } from '#/components/ui/select.tsx';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** One of a few, of which "none" may be one. */
export function ChoiceControl({
  definition,
  control: { choices, none },
}: ControlProps & { control: Extract<Control, { kind: 'choice' }> }) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  const options = none === undefined ? choices : [{ value: '', label: none }, ...choices];
  return (
    <SettingFrame definition={definition} error={error}>
      <Select
        options={options}
        value={value ?? ''}
        onValueChange={(chosen) => set(chosen === '' ? null : chosen)}
        onBlur={leave}
      />
    </SettingFrame>
  );
}

/** One of a few that need a word of explanation each. */
export function CardsControl({
  definition,
  control: { choices, columns },
}: ControlProps & { control: Extract<Control, { kind: 'cards' }> }) {
  const { value, set, error } = useSetting<string>(definition.name);
  return (
    <SettingFrame definition={definition} error={error}>
      <RadioCards options={choices} value={value} onValueChange={set} columns={columns} />
    </SettingFrame>
  );
}
