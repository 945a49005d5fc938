import type { Ref } from 'react';
import { Combobox, type ComboboxOption } from './combobox.tsx';

interface TimeZoneSelectProps {
  /** An IANA name. */
  value: string | null | undefined;
  onValueChange: (zone: string) => void;
  onBlur?: () => void;
  disabled?: boolean;
  ref?: Ref<HTMLButtonElement>;
}

/** By region, as the list of the browser has them. */
const ZONES: readonly ComboboxOption[] = Intl.supportedValuesOf('timeZone').map((zone) => {
  const [region = '', ...place] = zone.split('/');
  return { value: zone, label: zone.replaceAll('_', ' '), group: region, keywords: place };
});

/** A time zone, found by its city. */
export function TimeZoneSelect({ value, ...rest }: TimeZoneSelectProps) {
  // UTC and aliases such as US/Eastern are good names too, but no browser lists them.
  const isListed = !value || ZONES.some((zone) => zone.value === value);
  return (
    <Combobox
      {...rest}
      options={isListed ? ZONES : [{ value, label: value, group: '' }, ...ZONES]}
      value={value}
      searchPlaceholder="Search for a city"
      emptyText="No time zones found"
    />
  );
}
