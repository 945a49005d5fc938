import { Combobox, type ServerSearch } from '#/components/ui/combobox.tsx';
import type { Filter } from '#/components/ui/filters.tsx';

const ALL = 'all';

interface SubAccountFilterOptions {
  accounts: readonly { id: string; name: string }[] | undefined;
  value: string | undefined;
  onValueChange: (id: string | undefined) => void;
  /** Where the server finds them by what is typed. */
  found?: { typed: string; chosenLabel: string | undefined; search: ServerSearch };
}

/** Narrows a list to one sub-account. */
export function subAccountFilter({ accounts, value, onValueChange, found }: SubAccountFilterOptions): Filter {
  const options = [
    ...(found?.typed ? [] : [{ value: ALL, label: 'All clients' }]),
    ...(accounts ?? []).map(({ id, name }) => ({ value: id, label: name })),
  ];
  return {
    label: 'Client',
    className: 'w-52',
    control: (
      <Combobox
        aria-label="Client"
        searchPlaceholder="Find a client"
        emptyText="No clients found"
        disabled={accounts === undefined}
        options={options}
        chosenLabel={value === undefined ? 'All clients' : found?.chosenLabel}
        {...found?.search}
        value={value ?? ALL}
        onValueChange={(next) => onValueChange(next === ALL ? undefined : next)}
      />
    ),
  };
}
