import { Filters } from '#/components/ui/filters.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { Select } from '#/components/ui/select.tsx';
import type { StatusFilter } from './sub-accounts-search.ts';

const STATUS_OPTIONS: { value: StatusFilter; label: string }[] = [
  { value: 'current', label: 'Active and suspended' },
  { value: 'active', label: 'Active' },
  { value: 'suspended', label: 'Suspended' },
  { value: 'deleted', label: 'Deleted' },
];

interface SubAccountsToolbarProps {
  text: string;
  status: StatusFilter;
  onChange: (change: { q?: string; status?: StatusFilter }) => void;
}

export function SubAccountsToolbar({ text, status, onChange }: SubAccountsToolbarProps) {
  return (
    <Filters
      search={<SearchInput label="Search clients" value={text} onValueChange={(q) => onChange({ q })} />}
      filters={[
        {
          label: 'Status',
          className: 'w-52',
          control: (
            <Select
              aria-label="Status"
              options={STATUS_OPTIONS}
              value={status}
              onValueChange={(next) => onChange({ status: next })}
            />
          ),
        },
      ]}
      active={status === 'current' ? 0 : 1}
    />
  );
}
