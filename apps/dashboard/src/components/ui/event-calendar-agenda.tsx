import { clockName, fullDayName, type CalendarEvent, type PlacedEvent } from './event-calendar-data.ts';
import { EmptyState } from './empty-state.tsx';

interface AgendaProps {
  days: readonly string[];
  placed: readonly PlacedEvent[];
  today: string;
  onEventClick: (event: CalendarEvent) => void;
}

/** Only the days on which there is something. */
export function Agenda({ days, placed, today, onEventClick }: AgendaProps) {
  const filled = days.filter((day) => placed.some((one) => one.day === day));
  if (filled.length === 0) return <EmptyState title="Nothing scheduled" />;
  return (
    <div className="divide-y divide-line text-[13px]">
      {filled.map((day) => (
        <section key={day} aria-label={fullDayName(day)} className="grid gap-1 p-3 sm:grid-cols-[12rem_minmax(0,1fr)]">
          <h4 className="font-medium">
            {fullDayName(day)}
            {day === today && <span className="text-brand-text"> · Today</span>}
          </h4>
          <ul className="grid gap-1">
            {placed
              .filter((one) => one.day === day)
              .map(({ event, from }) => (
                <li key={event.id}>
                  <button
                    type="button"
                    onClick={() => onEventClick(event)}
                    className="grid min-h-8 w-full grid-cols-[5.5rem_minmax(0,1fr)] items-center rounded-sm px-2 text-left hover:bg-hover max-sm:min-h-11"
                  >
                    <span className="text-muted tabular-nums">{clockName(from)}</span>
                    <span className="min-w-0 break-words">{event.title}</span>
                  </button>
                </li>
              ))}
          </ul>
        </section>
      ))}
    </div>
  );
}
