import { classNames } from '#/components/class-names.ts';
import { clockName, fullDayName, weekdayName, type CalendarEvent, type PlacedEvent } from './event-calendar-data.ts';

interface MonthProps {
  days: readonly string[];
  /** `YYYY-MM`; the other days are pale. */
  month: string;
  placed: readonly PlacedEvent[];
  today: string;
  onDayClick: (day: string) => void;
  onEventClick: (event: CalendarEvent) => void;
}

/** So many stand on a day; the others are counted. */
const SHOWN = 3;

export function Month({ days, month, placed, today, onDayClick, onEventClick }: MonthProps) {
  const weeks = Array.from({ length: days.length / 7 }, (_, index) => days.slice(index * 7, index * 7 + 7));
  return (
    <table className="w-full table-fixed border-collapse text-xs">
      <thead>
        <tr>
          {days.slice(0, 7).map((day) => (
            <th key={day} scope="col" className="border-b border-line px-2 py-1.5 text-left font-medium text-muted">
              {weekdayName(day)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {weeks.map((week) => (
          <tr key={week[0]}>
            {week.map((day) => {
              const ofDay = placed.filter((one) => one.day === day);
              const more = ofDay.length - SHOWN;
              return (
                <td
                  key={day}
                  className="h-24 border border-line p-1 align-top first:border-l-0 last:border-r-0 max-sm:h-14"
                >
                  <button
                    type="button"
                    aria-label={`${fullDayName(day)}, ${ofDay.length === 1 ? '1 event' : `${ofDay.length} events`}`}
                    aria-current={day === today ? 'date' : undefined}
                    onClick={() => onDayClick(day)}
                    className={classNames(
                      'grid size-6 place-items-center rounded-full tabular-nums hover:bg-hover max-sm:h-11 max-sm:w-full',
                      day.slice(0, 7) !== month && 'text-muted',
                      day === today && 'bg-brand font-semibold text-on-brand hover:bg-brand',
                    )}
                  >
                    {Number(day.slice(8))}
                  </button>
                  {/* On a phone there is no room for names: the day says how many there are. */}
                  <ul className="mt-0.5 grid gap-0.5 max-sm:hidden">
                    {ofDay.slice(0, SHOWN).map(({ event, from }) => (
                      <li key={event.id} className="min-w-0">
                        <button
                          type="button"
                          onClick={() => onEventClick(event)}
                          className="block min-h-6 w-full truncate rounded-sm bg-info-soft px-1.5 text-left text-info hover:underline"
                        >
                          {clockName(from)} {event.title}
                        </button>
                      </li>
                    ))}
                    {more > 0 && <li className="px-1.5 text-muted">{more} more</li>}
                  </ul>
                  {ofDay.length > 0 && (
                    <span aria-hidden className="mx-auto block size-1.5 rounded-full bg-info sm:hidden" />
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
