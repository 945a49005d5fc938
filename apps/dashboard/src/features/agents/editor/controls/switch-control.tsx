import { Switch } from '#/components/ui/switch.tsx';
import { useSetting } from '../use-setting.ts';
import type { ControlProps } from './setting-frame.tsx';

export function SwitchControl({ definition }: ControlProps) {
  const { value, set } = useSetting<boolean>(definition.name);
  return (
    <Switch label={definition.label} description={definition.hint} checked={value ?? false} onCheckedChange={set} />
  );
}
