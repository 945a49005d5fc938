import { useQuery } from '@tanstack/react-query';
import { trpc } from '#/api/trpc.ts';
import { DateRangePicker } from '#/components/ui/date-range-picker.tsx';
import { SubAccountPicker } from './sub-account-picker.tsx';
import type { UsageSearch } from './usage-search.ts';

interface UsageFiltersProps {
  search: UsageSearch;
  onChange: (change: Partial<UsageSearch>) => void;
}

export function UsageFilters({ search: { account, from, to }, onChange }: UsageFiltersProps) {
  // Deleted ones too: what they used is still billed.
  const accounts = useQuery(trpc.agency.subAccounts.list.queryOptions()).data?.sub_accounts;
  return (
    <div className="grid gap-2 sm:flex">
      <div className="sm:w-72">
        <SubAccountPicker
          label="Sub-account"
          all="All sub-accounts"
          accounts={accounts}
          value={account}
          onValueChange={(next) => onChange({ account: next })}
        />
      </div>
      <DateRangePicker
        value={from && to ? { from, to } : null}
        onValueChange={(range) => onChange({ from: range?.from, to: range?.to })}
      />
    </div>
  );
}
