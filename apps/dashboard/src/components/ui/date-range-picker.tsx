import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Button } from './button.tsx';
import { Field } from './field.tsx';
import { Input } from './input.tsx';
import { Popover } from './popover.tsx';
import { presetRange, presets, rangeLabel, type DateRange } from './date-range.ts';

export type { DateRange } from './date-range.ts';

interface DateRangePickerProps {
  /** Nothing: no limit. */
  value: DateRange | null;
  onValueChange: (value: DateRange | null) => void;
  label?: string;
  /** Whether "any time" is offered. */
  clearable?: boolean;
  align?: 'start' | 'end';
}

/** A span of days: a preset, or two dates. */
export function DateRangePicker({
  value,
  onValueChange,
  label = 'Dates',
  clearable = true,
  align = 'start',
}: DateRangePickerProps) {
  const [open, setOpen] = useState(false);
  const pick = (range: DateRange | null): void => {
    onValueChange(range);
    setOpen(false);
  };
  const trigger = (
    <Button aria-label={`${label}: ${rangeLabel(value)}`}>
      <CalendarDays className="text-muted" />
      {rangeLabel(value)}
    </Button>
  );
  return (
    <Popover trigger={trigger} label={label} align={align} open={open} onOpenChange={setOpen} className="w-80 p-0">
      <div className="grid grid-cols-2 gap-1 p-2">
        {clearable && (
          <Preset chosen={value === null} onPick={() => pick(null)}>
            Any time
          </Preset>
        )}
        {presets.map(({ id, name }) => {
          const range = presetRange(id, new Date());
          return (
            <Preset key={id} chosen={value?.from === range.from && value.to === range.to} onPick={() => pick(range)}>
              {name}
            </Preset>
          );
        })}
      </div>
      <CustomRange key={`${value?.from} ${value?.to}`} value={value} onApply={pick} />
    </Popover>
  );
}

function Preset({ chosen, onPick, children }: { chosen: boolean; onPick: () => void; children: string }) {
  return (
    <button
      type="button"
      aria-pressed={chosen}
      onClick={onPick}
      className={classNames(
        'min-h-8 rounded-sm px-2 text-left text-[13px] hover:bg-hover max-sm:min-h-11',
        chosen && 'bg-hover font-medium',
      )}
    >
      {children}
    </button>
  );
}

function CustomRange({ value, onApply }: { value: DateRange | null; onApply: (range: DateRange) => void }) {
  const [from, setFrom] = useState(value?.from ?? '');
  const [to, setTo] = useState(value?.to ?? '');
  const backwards = from !== '' && to !== '' && from > to;
  return (
    <form
      className="grid gap-3 border-t border-line p-3"
      onSubmit={(event) => {
        event.preventDefault();
        event.stopPropagation();
        if (from !== '' && to !== '' && !backwards) onApply({ from, to });
      }}
    >
      <div className="grid grid-cols-2 gap-2">
        <Field label="From">
          <Input
            type="date"
            value={from}
            max={to || undefined}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
        </Field>
        <Field label="To" error={backwards ? 'End date is before start date' : undefined}>
          <Input
            type="date"
            value={to}
            min={from || undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </Field>
      </div>
      <Button type="submit" variant="primary" disabled={from === '' || to === '' || backwards}>
        Apply
      </Button>
    </form>
  );
}
