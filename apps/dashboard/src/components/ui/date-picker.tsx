import { CalendarDays } from 'lucide-react';
import { useState } from 'react';
import { DayInput } from './day-input.tsx';
import { LazyDayGrid } from './lazy-day-grid.tsx';
import { Popover } from './popover.tsx';
import { useToday } from './use-today.ts';

interface DatePickerProps {
  /** As `YYYY-MM-DD`; null: none. */
  value: string | null;
  onValueChange: (day: string | null) => void;
  /** Whose today it is. */
  timeZone: string;
  min?: string;
  max?: string;
  disabled?: boolean;
  /** Needed outside a {@link Field}. */
  'aria-label'?: string;
}

/** A day, typed or picked from a calendar. */
export function DatePicker({ value, onValueChange, timeZone, min, max, disabled, ...rest }: DatePickerProps) {
  const [open, setOpen] = useState(false);
  const today = useToday(timeZone);
  const isAllowed = (day: string): boolean => (min === undefined || day >= min) && (max === undefined || day <= max);
  const trigger = (
    <button
      type="button"
      aria-label="Open calendar"
      disabled={disabled}
      className="-mr-1.5 grid size-6 place-items-center rounded-sm text-muted hover:text-ink disabled:pointer-events-none max-sm:-mr-2.5 max-sm:size-11"
    >
      <CalendarDays aria-hidden className="size-4" />
    </button>
  );
  return (
    <DayInput
      {...rest}
      value={value}
      onValueChange={(day) => (day === null || isAllowed(day)) && onValueChange(day)}
      today={today}
      disabled={disabled}
      suffix={
        <Popover
          trigger={trigger}
          label="Calendar"
          align="end"
          open={open}
          onOpenChange={setOpen}
          className="w-auto p-3"
        >
          <LazyDayGrid
            value={value}
            onValueChange={(day) => {
              onValueChange(day);
              setOpen(false);
            }}
            today={today}
            min={min}
            max={max}
          />
        </Popover>
      }
    />
  );
}
