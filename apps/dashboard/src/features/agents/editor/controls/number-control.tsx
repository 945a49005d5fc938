import { NumberInput } from '#/components/ui/number-input.tsx';
import type { Control } from '../setting-definition.ts';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** A number. Emptied, it goes back to the default. */
export function NumberControl({
  definition,
  control: { kind: _kind, whenEmpty, ...bounds },
}: ControlProps & { control: Extract<Control, { kind: 'number' }> }) {
  const { value, set, leave, error } = useSetting<number>(definition.name);
  return (
    <SettingFrame definition={definition} error={error}>
      <NumberInput {...bounds} value={value} onValueChange={set} onBlur={leave} placeholder={whenEmpty ?? 'Default'} />
    </SettingFrame>
  );
}
