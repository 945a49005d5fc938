import { DayPicker, type ClassNames, type Matcher, type PropsBase } from '@daypicker/react';

// Loaded once a calendar is opened: few visits need one.

const BUTTON =
  'grid size-9 place-items-center rounded-md tabular-nums hover:bg-hover disabled:pointer-events-none disabled:opacity-40 max-sm:size-11';

const classNames: Partial<ClassNames> = {
  root: 'relative w-fit text-[13px]',
  months: 'flex',
  month: 'grid gap-2',
  month_caption: 'flex h-9 items-center pl-2 font-semibold',
  nav: 'absolute top-0 right-0 flex gap-1',
  button_previous:
    'grid size-9 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink aria-disabled:opacity-40',
  button_next:
    'grid size-9 place-items-center rounded-md text-muted hover:bg-hover hover:text-ink aria-disabled:opacity-40',
  chevron: 'size-4 fill-current',
  month_grid: 'border-collapse',
  weekday: 'h-8 w-9 text-xs font-normal text-muted',
  day: 'p-0',
  day_button: BUTTON,
  outside: 'text-muted',
  today: 'font-semibold [&:not([data-selected])>button]:text-brand-text',
  selected: '',
  range_middle: 'bg-hover [&>button]:rounded-none',
  range_start:
    'rounded-l-md bg-hover [&>button]:bg-brand [&>button]:text-on-brand [&>button:hover]:bg-brand [&.range-end]:rounded-md',
  range_end: 'rounded-r-md bg-hover [&>button]:bg-brand [&>button]:text-on-brand [&>button:hover]:bg-brand',
};

const toDate = (day: string): Date => new Date(`${day}T00:00`);
const twoDigits = (value: number): string => String(value).padStart(2, '0');
const toDay = (date: Date): string =>
  `${date.getFullYear()}-${twoDigits(date.getMonth() + 1)}-${twoDigits(date.getDate())}`;

const fullDay = new Intl.DateTimeFormat('en-US', { weekday: 'long', month: 'long', day: 'numeric', year: 'numeric' });

/** The library's own say "3rd", which does not hold the "3" that is seen. */
const labels: PropsBase['labels'] = {
  labelNav: () => 'Month',
  labelDayButton: (date, { today, selected }) =>
    `${today ? 'Today, ' : ''}${fullDay.format(date)}${selected ? ', selected' : ''}`,
};

interface GridProps {
  /** As `YYYY-MM-DD`, like all days here. */
  today: string;
  min?: string;
  max?: string;
}

const shared = ({ today, min, max }: GridProps, shown: string | undefined): PropsBase => ({
  classNames,
  labels,
  today: toDate(today),
  defaultMonth: toDate(shown ?? today),
  startMonth: min === undefined ? undefined : toDate(min),
  endMonth: max === undefined ? undefined : toDate(max),
  disabled: [
    ...(min === undefined ? [] : [{ before: toDate(min) } satisfies Matcher]),
    ...(max === undefined ? [] : [{ after: toDate(max) } satisfies Matcher]),
  ],
  // Weeks begin on Sunday, and a month is as high as any other.
  weekStartsOn: 0,
  fixedWeeks: true,
  showOutsideDays: true,
});

interface DayGridProps extends GridProps {
  value: string | null;
  onValueChange: (day: string) => void;
}

/** A month, of which a day is picked. */
export function DayGrid({ value, onValueChange, ...grid }: DayGridProps) {
  return (
    <DayPicker
      {...shared(grid, value ?? undefined)}
      autoFocus
      mode="single"
      required
      selected={value === null ? undefined : toDate(value)}
      onSelect={(date) => onValueChange(toDay(date))}
      classNames={{ ...classNames, selected: '[&>button]:bg-brand [&>button]:text-on-brand [&>button:hover]:bg-brand' }}
    />
  );
}

/** A span of days of which only the first may have been picked yet. */
export interface PickedDays {
  from: string;
  to: string | null;
}

interface RangeGridProps extends GridProps {
  value: PickedDays | null;
  onValueChange: (picked: PickedDays) => void;
}

/** A month, of which a first and a last day are picked. */
export function RangeGrid({ value, onValueChange, ...grid }: RangeGridProps) {
  return (
    <DayPicker
      {...shared(grid, value?.to ?? value?.from)}
      mode="range"
      required
      resetOnSelect
      selected={
        value === null ? undefined : { from: toDate(value.from), to: value.to === null ? undefined : toDate(value.to) }
      }
      onSelect={({ from, to }) => from && onValueChange({ from: toDay(from), to: to ? toDay(to) : null })}
    />
  );
}
