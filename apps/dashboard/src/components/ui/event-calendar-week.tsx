import { useLayoutEffect, useRef } from 'react';
import { classNames } from '#/components/class-names.ts';
import {
  clockName,
  columnsOf,
  fullDayName,
  weekdayName,
  type CalendarEvent,
  type PlacedEvent,
} from './event-calendar-data.ts';

interface WeekProps {
  days: readonly string[];
  placed: readonly PlacedEvent[];
  today: string;
  onEventClick: (event: CalendarEvent) => void;
}

/** In pixels. */
const HOUR = 52;
/** In minutes: shorter ones have room for one line. */
const TWO_LINES = 45;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);
/** The day begins here; what is earlier is above. */
const FIRST_SHOWN = 7;

export function Week({ days, placed, today, onEventClick }: WeekProps) {
  const box = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    box.current?.scrollTo({ top: FIRST_SHOWN * HOUR });
  }, []);
  return (
    <div
      ref={box}
      role="region"
      aria-label="Hours"
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
      tabIndex={0}
      className="max-h-150 overflow-y-auto text-xs focus-visible:-outline-offset-2"
    >
      <div className="grid grid-cols-[3.5rem_repeat(7,minmax(0,1fr))]">
        <div className="sticky top-0 z-2 border-b border-line bg-surface" />
        {days.map((day) => (
          <h4
            key={day}
            aria-label={fullDayName(day)}
            aria-current={day === today ? 'date' : undefined}
            className={classNames(
              'sticky top-0 z-2 border-b border-l border-line bg-surface px-2 py-1.5 font-medium text-muted',
              day === today && 'text-brand-text',
            )}
          >
            {weekdayName(day)} {Number(day.slice(8))}
          </h4>
        ))}
        <div aria-hidden className="relative" style={{ height: 24 * HOUR }}>
          {HOURS.slice(1).map((hour) => (
            <span key={hour} className="absolute right-2 -translate-y-1/2 text-muted" style={{ top: hour * HOUR }}>
              {clockName(hour * 60)}
            </span>
          ))}
        </div>
        {days.map((day) => (
          <div key={day} className="relative border-l border-line">
            {HOURS.slice(1).map((hour) => (
              <div key={hour} className="absolute inset-x-0 border-t border-line" style={{ top: hour * HOUR }} />
            ))}
            <ol aria-label={fullDayName(day)}>
              {columnsOf(placed.filter((one) => one.day === day)).map(
                ({ placed: { event, from, to }, column, columns }) => (
                  <li
                    key={event.id}
                    className="absolute px-px"
                    style={{
                      top: (from / 60) * HOUR,
                      height: ((to - from) / 60) * HOUR - 1,
                      left: `${(column / columns) * 100}%`,
                      width: `${100 / columns}%`,
                    }}
                  >
                    <button
                      type="button"
                      onClick={() => onEventClick(event)}
                      className="flex size-full flex-col overflow-hidden rounded-sm border-l-2 border-info bg-info-soft px-1.5 py-0.5 text-left text-info hover:underline"
                    >
                      <span className="w-full truncate font-medium">{event.title}</span>{' '}
                      <span className={to - from >= TWO_LINES ? 'w-full truncate' : 'sr-only'}>{clockName(from)}</span>
                    </button>
                  </li>
                ),
              )}
            </ol>
          </div>
        ))}
      </div>
    </div>
  );
}
