import { SearchInput } from '#/components/ui/search-input.tsx';
import { Select } from '#/components/ui/select.tsx';
import type { StatusFilter } from './find-sub-accounts.ts';

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
    <div className="grid gap-2 sm:flex">
      <SearchInput label="Search clients" value={text} onValueChange={(q) => onChange({ q })} />
      <div className="sm:w-52">
        <Select
          aria-label="Status"
          options={STATUS_OPTIONS}
          value={status}
          onValueChange={(next) => onChange({ status: next })}
        />
      </div>
    </div>
  );
}
