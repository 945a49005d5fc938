import { Input } from '#/components/ui/input.tsx';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** One line of text. Emptied, it is nothing, unless it must be something. */
export function TextControl({ definition, control }: ControlProps & { control: Extract<Control, { kind: 'text' }> }) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  return (
    <SettingFrame definition={definition} error={error} required={control.required}>
      <Input
        type={control.type ?? 'text'}
        value={value ?? ''}
        placeholder={control.placeholder}
        onChange={({ currentTarget: { value: typed } }) => set(typed === '' && !control.required ? null : typed)}
        onBlur={leave}
      />
    </SettingFrame>
  );
}
