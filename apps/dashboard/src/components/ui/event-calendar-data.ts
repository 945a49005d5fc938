import { dayIn, daysBefore } from '../../format/zone-days.ts';

export interface CalendarEvent {
  id: string;
  title: string;
  /** ISO 8601. */
  start: string;
  end: string;
}

export type CalendarView = 'month' | 'week' | 'agenda';

/** An event on a day of the calendar's time zone. */
export interface PlacedEvent {
  event: CalendarEvent;
  /** As `YYYY-MM-DD`, like all days here. */
  day: string;
  /** Minutes from midnight, on that day. */
  from: number;
  to: number;
}

const DAY_MINUTES = 1_440;
/** So that its name can be read. */
const SHORTEST = 30;

/** Minutes since midnight in a time zone. */
function minutesIn(moment: Date, timeZone: string): number {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hour: 'numeric',
    minute: 'numeric',
    hourCycle: 'h23',
  }).formatToParts(moment);
  const part = (wanted: string): number => Number(parts.find(({ type }) => type === wanted)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}

/** Events in the order of their beginnings. What goes past midnight stays on the day on which it begins. */
export const placeEvents = (events: readonly CalendarEvent[], timeZone: string): PlacedEvent[] =>
  events
    .toSorted((one, other) => Date.parse(one.start) - Date.parse(other.start))
    .map((event) => {
      const start = new Date(event.start);
      const from = minutesIn(start, timeZone);
      const length = (Date.parse(event.end) - start.getTime()) / 60_000;
      return {
        event,
        day: dayIn(start, timeZone),
        from,
        to: Math.min(DAY_MINUTES, from + Math.max(SHORTEST, length)),
      };
    });

/** Events of a day side by side where they overlap: the column of each, and how many there are. */
export function columnsOf(placed: readonly PlacedEvent[]): { placed: PlacedEvent; column: number; columns: number }[] {
  const groups: PlacedEvent[][][] = [];
  let end = -1;
  for (const one of placed) {
    // After a gap nothing before it matters any more.
    if (one.from >= end) groups.push([]);
    end = Math.max(one.from >= end ? 0 : end, one.to);
    const columns = groups.at(-1) ?? [];
    const free = columns.find((column) => (column.at(-1)?.to ?? 0) <= one.from);
    if (free) free.push(one);
    else columns.push([one]);
  }
  return groups.flatMap((columns) =>
    columns.flatMap((column, index) => column.map((one) => ({ placed: one, column: index, columns: columns.length }))),
  );
}

const weekday = (day: string): number => new Date(day).getUTCDay();
const daysFrom = (first: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) => daysBefore(first, -index));

/** Sunday to Saturday. */
export const weekOf = (day: string): string[] => daysFrom(daysBefore(day, weekday(day)), 7);

/** Whole weeks around a month. */
export function monthOf(day: string): string[] {
  const first = `${day.slice(0, 8)}01`;
  const next = monthAfter(first, 1);
  const start = daysBefore(first, weekday(first));
  const length = (Date.parse(next) - Date.parse(start)) / (DAY_MINUTES * 60_000);
  return daysFrom(start, Math.ceil(length / 7) * 7);
}

/** The first day of another month. */
export function monthAfter(day: string, months: number): string {
  const moment = new Date(`${day.slice(0, 8)}01`);
  moment.setUTCMonth(moment.getUTCMonth() + months);
  return moment.toISOString().slice(0, 10);
}

const utc = (options: Intl.DateTimeFormatOptions): ((day: string) => string) => {
  const format = new Intl.DateTimeFormat('en-US', { ...options, timeZone: 'UTC' });
  return (day) => format.format(new Date(day));
};

/** "November 2026" */
export const monthName = utc({ month: 'long', year: 'numeric' });
/** "Sun" */
export const weekdayName = utc({ weekday: 'short' });
/** "Sunday, November 22" */
export const fullDayName = utc({ weekday: 'long', month: 'long', day: 'numeric' });
const shortDay = new Intl.DateTimeFormat('en-US', { month: 'short', day: 'numeric', timeZone: 'UTC' });
/** "Nov 22 – 28" */
export const rangeName = (from: string, to: string): string => shortDay.formatRange(new Date(from), new Date(to));

/** "2:30 PM", of minutes since midnight. */
export function clockName(minutes: number): string {
  const hour = Math.floor(minutes / 60) % 24;
  const rest = minutes % 60;
  const name = `${hour % 12 === 0 ? 12 : hour % 12}${rest === 0 ? '' : `:${String(rest).padStart(2, '0')}`}`;
  return `${name} ${hour < 12 ? 'AM' : 'PM'}`;
}
