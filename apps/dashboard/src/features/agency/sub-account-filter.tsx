import { Combobox } from '#/components/ui/combobox.tsx';

const ALL = 'all';

interface SubAccountPickerProps {
  label: string;
  /** What choosing none of them is called. */
  all: string;
  accounts: readonly { id: string; name: string }[] | undefined;
  value: string | undefined;
  onValueChange: (id: string | undefined) => void;
}

/** One sub-account to look at, or all. */
export function SubAccountPicker({ label, all, accounts, value, onValueChange }: SubAccountPickerProps) {
  const options = [{ value: ALL, label: all }, ...(accounts ?? []).map(({ id, name }) => ({ value: id, label: name }))];
  return (
    <Combobox
      aria-label={label}
      searchPlaceholder="Find a client"
      emptyText="No clients found"
      disabled={accounts === undefined}
      options={options}
      value={value ?? ALL}
      onValueChange={(next) => onValueChange(next === ALL ? undefined : next)}
    />
  );
}
