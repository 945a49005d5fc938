import { ChevronLeft, ChevronRight } from 'lucide-react';
import { useMemo } from 'react';
import { classNames } from '#/components/class-names.ts';
import { useIsNarrow } from '#/components/use-media-query.ts';
import { daysBefore } from '#/format/zone-days.ts';
import { Button } from './button.tsx';
import {
  monthAfter,
  monthName,
  monthOf,
  placeEvents,
  rangeName,
  weekOf,
  type CalendarEvent,
  type CalendarView,
} from './event-calendar-data.ts';
import { Agenda } from './event-calendar-agenda.tsx';
import { Month } from './event-calendar-month.tsx';
import { Week } from './event-calendar-week.tsx';
import { IconButton } from './icon-button.tsx';
import { useToday } from './use-today.ts';

interface EventCalendarProps {
  /** What is in it, for screen readers: "Appointments". */
  label: string;
  /** Those of the days that are shown, at least. */
  events: readonly CalendarEvent[];
  timeZone: string;
  view: CalendarView;
  onViewChange: (view: CalendarView) => void;
  /** A day of the month or week that is shown, as `YYYY-MM-DD`. */
  day: string;
  onDayChange: (day: string) => void;
  onEventClick: (event: CalendarEvent) => void;
}

const VIEWS: readonly { view: CalendarView; name: string }[] = [
  { view: 'month', name: 'Month' },
  { view: 'week', name: 'Week' },
  { view: 'agenda', name: 'Agenda' },
];

/** Appointments by month, by week, or in a row. On phones a week is a row, too: seven days have no room side by side. */
export function EventCalendar(props: EventCalendarProps) {
  const { label, events, timeZone, view, onViewChange, day, onDayChange, onEventClick } = props;
  const narrow = useIsNarrow();
  const placed = useMemo(() => placeEvents(events, timeZone), [events, timeZone]);
  const today = useToday(timeZone);
  const days = view === 'week' ? weekOf(day) : monthOf(day);
  const turn = (by: 1 | -1): void => onDayChange(view === 'week' ? daysBefore(day, -7 * by) : monthAfter(day, by));
  const ofMonth = days.filter((one) => view === 'week' || one.slice(0, 7) === day.slice(0, 7));
  const shared = { placed, today, onEventClick };
  return (
    <section aria-label={label} className="min-w-0 overflow-clip rounded-lg border border-line bg-surface">
      <header className="flex flex-wrap items-center justify-between gap-2 border-b border-line p-3">
        <div className="flex items-center gap-1">
          <Button onClick={() => onDayChange(today)}>Today</Button>
          <IconButton label={view === 'week' ? 'Previous week' : 'Previous month'} onClick={() => turn(-1)}>
            <ChevronLeft />
          </IconButton>
          <IconButton label={view === 'week' ? 'Next week' : 'Next month'} onClick={() => turn(1)}>
            <ChevronRight />
          </IconButton>
          <h3 aria-live="polite" className="pl-2 text-sm font-semibold">
            {view === 'week' ? rangeName(days[0] ?? day, days.at(-1) ?? day) : monthName(day)}
          </h3>
        </div>
        <div role="group" aria-label="View" className="flex rounded-md border border-line p-0.5">
          {VIEWS.map(({ view: one, name }) => (
            <button
              key={one}
              type="button"
              aria-pressed={one === view}
              onClick={() => onViewChange(one)}
              className={classNames(
                'min-h-7 rounded-sm px-2.5 text-[13px] text-muted hover:text-ink max-sm:min-h-11',
                one === view && 'bg-hover font-medium text-ink',
              )}
            >
              {name}
            </button>
          ))}
        </div>
      </header>
      {view === 'month' ? (
        <Month
          {...shared}
          days={days}
          month={day.slice(0, 7)}
          onDayClick={(one) => {
            onDayChange(one);
            onViewChange('week');
          }}
        />
      ) : view === 'week' && !narrow ? (
        <Week {...shared} days={days} />
      ) : (
        <Agenda {...shared} days={ofMonth} />
      )}
    </section>
  );
}
