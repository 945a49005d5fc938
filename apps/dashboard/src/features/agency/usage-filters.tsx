import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { trpc } from '#/api/trpc.ts';
import { DateRangePicker } from '#/components/ui/date-range-picker.tsx';
import { SubAccountPicker } from './sub-account-picker.tsx';
import type { UsageSearch } from './usage-search.ts';
import { toPickedDays, toUtcDays } from './utc-days.ts';

interface UsageFiltersProps {
  search: UsageSearch;
  onChange: (change: Partial<UsageSearch>) => void;
}

export function UsageFilters({ search: { account, from, to }, onChange }: UsageFiltersProps) {
  const [now] = useState(() => new Date());
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
        label="Dates in UTC"
        value={from && to ? toPickedDays({ from, to }, now) : null}
        onValueChange={(range) => onChange(range ? toUtcDays(range, new Date()) : { from: undefined, to: undefined })}
      />
    </div>
  );
}
