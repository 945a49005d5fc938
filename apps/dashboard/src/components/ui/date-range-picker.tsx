import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { zoneName } from '#/format/zone-days.ts';
import { Button } from './button.tsx';
import type { PickedDays } from './day-grid.tsx';
import { DayInput } from './day-input.tsx';
import { Field } from './field.tsx';
import { LazyRangeGrid } from './lazy-day-grid.tsx';
import { Popover } from './popover.tsx';
import { isSameRange, presetRange, presets, rangeLabel, type DateRange } from './date-range.ts';
import { useToday } from './use-today.ts';

interface DateRangePickerProps {
  /** Days of the time zone; nothing: no limit. */
  value: DateRange | null;
  onValueChange: (value: DateRange | null) => void;
  /** Whose days they are, the account's. */
  timeZone: string;
  label?: string;
  /** Whether "any time" is offered. */
  clearable?: boolean;
  align?: 'start' | 'end';
}

/** A span of days: a preset, two dates that are typed, or two days of a calendar. */
export function DateRangePicker(props: DateRangePickerProps) {
  const { value, onValueChange, timeZone, label = 'Dates', align = 'start' } = props;
  const [open, setOpen] = useState(false);
  const today = useToday(timeZone);
  const shown = rangeLabel(value, today);
  const name = `${label} in ${zoneName(timeZone)}`;
  const trigger = (
    <Button aria-label={`${name}: ${shown}`}>
      <CalendarDays className="text-muted" />
      {shown}
    </Button>
  );
  return (
    <Popover trigger={trigger} label={name} align={align} open={open} onOpenChange={setOpen} className="w-auto p-0">
      <Choice
        {...props}
        today={today}
        onValueChange={(range) => {
          onValueChange(range);
          setOpen(false);
        }}
      />
    </Popover>
  );
}

interface ChoiceProps extends DateRangePickerProps {
  today: string;
}

/** Begins anew each time it is opened. */
function Choice({ value, onValueChange, timeZone, clearable = true, today }: ChoiceProps) {
  const [picked, setPicked] = useState<PickedDays | null>(value);
  const backwards = picked?.to !== null && picked !== null && picked.from > picked.to;
  return (
    <div className="flex max-sm:flex-col">
      <div className="grid content-start gap-0.5 border-line p-2 max-sm:grid-cols-2 max-sm:border-b sm:w-36 sm:border-r">
        {clearable && (
          <Preset chosen={value === null} onPick={() => onValueChange(null)}>
            Any time
          </Preset>
        )}
        {presets.map(({ id, name }) => {
          const range = presetRange(id, today);
          return (
            <Preset key={id} chosen={isSameRange(value, range)} onPick={() => onValueChange(range)}>
              {name}
            </Preset>
          );
        })}
      </div>
      <form
        noValidate
        className="grid justify-items-center gap-3 p-3"
        onSubmit={(event) => {
          event.preventDefault();
          event.stopPropagation();
          if (picked !== null && !backwards) onValueChange({ from: picked.from, to: picked.to ?? picked.from });
        }}
      >
        <div className="grid w-63 grid-cols-2 gap-2 max-sm:w-77">
          <Field label="From">
            <DayInput
              value={picked?.from ?? null}
              today={today}
              onValueChange={(from) => setPicked(from === null ? null : { from, to: picked?.to ?? null })}
            />
          </Field>
          <Field label="To" error={backwards ? 'Ends before it starts' : undefined}>
            <DayInput
              value={picked?.to ?? null}
              today={today}
              onValueChange={(to) =>
                setPicked(to === null ? picked && { ...picked, to } : { from: picked?.from ?? to, to })
              }
            />
          </Field>
        </div>
        <LazyRangeGrid value={backwards ? null : picked} onValueChange={setPicked} today={today} />
        <div className="flex w-full items-center justify-between gap-3">
          <p className="min-w-0 text-xs text-muted">{zoneName(timeZone)} time</p>
          <Button type="submit" variant="primary" disabled={picked === null || backwards}>
            Apply
          </Button>
        </div>
      </form>
    </div>
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
