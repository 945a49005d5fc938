import { TimeZoneSelect } from '#/components/ui/time-zone-select.tsx';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

export function TimeZoneControl({ definition }: ControlProps) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  return (
    <SettingFrame definition={definition} error={error}>
      <TimeZoneSelect value={value} onValueChange={set} onBlur={leave} />
    </SettingFrame>
  );
}
