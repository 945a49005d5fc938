import { DateRangePicker } from '#/components/ui/date-range-picker.tsx';
import { Filters, type Filter } from '#/components/ui/filters.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { Select } from '#/components/ui/select.tsx';
import { useAccount } from '#/session/account.ts';
import { DIRECTIONS, describeStatus, directionLabel, STATUSES } from './call-labels.ts';
import { rangeOf, type CallsSearch } from './calls-search.ts';

const ANY = 'any';

const DIRECTION_OPTIONS = [
  { value: ANY, label: 'Any direction' },
  ...DIRECTIONS.map((direction) => ({ value: direction, label: directionLabel(direction) })),
];
const STATUS_OPTIONS = [
  { value: ANY, label: 'Any status' },
  ...STATUSES.map((status) => ({ value: status, label: describeStatus(status).label })),
];

interface CallsFiltersProps {
  search: CallsSearch;
  onChange: (change: Partial<CallsSearch>) => void;
  /** Whose calls: a filter for the account, the agent, or both. */
  whose: readonly Filter[];
  /** How many of these are set. */
  whoseActive: number;
  onClear: (() => void) | undefined;
}

export const NO_FILTERS = {
  q: '',
  agent: undefined,
  direction: undefined,
  status: undefined,
  from: undefined,
  to: undefined,
} satisfies Partial<CallsSearch>;

/** What the list of calls can be narrowed by. */
export function CallsFilters({ search, onChange, whose, whoseActive, onClear }: CallsFiltersProps) {
  const { timezone } = useAccount().context;
  const days = rangeOf(search);
  const filters = [
    ...whose,
    {
      label: 'Direction',
      className: 'w-36 max-xl:w-33',
      control: (
        <Select
          aria-label="Direction"
          options={DIRECTION_OPTIONS}
          value={search.direction ?? ANY}
          onValueChange={(value) => onChange({ direction: DIRECTIONS.find((one) => one === value) })}
        />
      ),
    },
    {
      label: 'Status',
      className: 'w-36 max-xl:w-33',
      control: (
        <Select
          aria-label="Status"
          options={STATUS_OPTIONS}
          value={search.status ?? ANY}
          onValueChange={(value) => onChange({ status: STATUSES.find((one) => one === value) })}
        />
      ),
    },
    {
      label: 'Dates',
      control: (
        <DateRangePicker
          timeZone={timezone}
          value={days}
          onValueChange={(range) => onChange(range ?? { from: undefined, to: undefined })}
        />
      ),
    },
  ];
  return (
    <Filters
      search={
        <SearchInput
          label="Search calls"
          placeholder="Name, number, or words said"
          value={search.q}
          onValueChange={(q) => onChange({ q })}
          className="sm:w-64 sm:max-xl:grow"
        />
      }
      filters={filters}
      active={
        whoseActive + [search.direction, search.status, days ?? undefined].filter((set) => set !== undefined).length
      }
      onClear={onClear}
    />
  );
}
