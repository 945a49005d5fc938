import { Combobox, type ComboboxOption } from '#/components/ui/combobox.tsx';
import { useSetting } from '../use-setting.ts';
import { SettingFrame, type ControlProps } from './setting-frame.tsx';

/** By region, as the list of the browser has them. */
const ZONES: readonly ComboboxOption[] = Intl.supportedValuesOf('timeZone').map((zone) => {
  const [region = '', ...place] = zone.split('/');
  return { value: zone, label: zone.replaceAll('_', ' '), group: region, keywords: place };
});

export function TimeZoneControl({ definition }: ControlProps) {
  const { value, set, leave, error } = useSetting<string>(definition.name);
  // Aliases such as US/Eastern are good names too, but no browser lists them.
  const options =
    value === null || ZONES.some((zone) => zone.value === value)
      ? ZONES
      : [{ value, label: value, group: '' }, ...ZONES];
  return (
    <SettingFrame definition={definition} error={error}>
      <Combobox
        options={options}
        value={value}
        onValueChange={set}
        onBlur={leave}
        searchPlaceholder="Search for a city"
        emptyText="No such time zone."
      />
    </SettingFrame>
  );
}
