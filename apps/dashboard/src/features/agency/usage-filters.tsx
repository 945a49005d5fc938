import { DateRangePicker } from '#/components/ui/date-range-picker.tsx';
import { Filters } from '#/components/ui/filters.tsx';
import { useAccount } from '#/session/account.ts';
import { subAccountFilter } from './sub-account-filter.tsx';
import { useFoundSubAccounts } from './use-found-sub-accounts.ts';
import type { UsageSearch } from './usage-search.ts';

interface UsageFiltersProps {
  search: UsageSearch;
  onChange: (change: Partial<UsageSearch>) => void;
}

export function UsageFilters({ search: { account, from, to }, onChange }: UsageFiltersProps) {
  const { timezone } = useAccount().context;
  // Deleted ones too: what they used is still billed.
  const found = useFoundSubAccounts(account);
  return (
    <Filters
      filters={[
        subAccountFilter({
          accounts: found.accounts,
          found,
          value: account,
          onValueChange: (next) => onChange({ account: next }),
        }),
        {
          label: 'Dates',
          control: (
            <DateRangePicker
              timeZone={timezone}
              value={from && to ? { from, to } : null}
              onValueChange={(range) => onChange(range ?? { from: undefined, to: undefined })}
            />
          ),
        },
      ]}
      active={[account, from && to].filter(Boolean).length}
    />
  );
}
