const DAY_MS = 86_400_000;

/** Writing dates costs less with a formatter that is there; there are few zones. */
const formatters = new Map<string, Intl.DateTimeFormat>();

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    numberingSystem: 'latn',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}

/** The day that it is in a time zone, as `YYYY-MM-DD`. */
export function dayIn(time: Date, timeZone: string): string {
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(time)
      .map(({ type, value }) => [type, value]),
  );
  return `${parts.get('year')?.padStart(4, '0')}-${parts.get('month')}-${parts.get('day')}`;
}

/** The first day that databases know: there is no year 0. */
const FIRST_DAY = Date.parse('0001-01-01');

/** The day that is so many later, or the first one of the calendar where it would lie before that. */
export const addDays = (day: string, days: number): string =>
  new Date(Math.max(FIRST_DAY, Date.parse(day) + days * DAY_MS)).toISOString().slice(0, 10);

/** How many days from the first to the last, both counted. */
export const countDays = (first: string, last: string): number => (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;

/** All days from the first to the last, both included. */
export const daysBetween = (first: string, last: string): string[] =>
  Array.from({ length: countDays(first, last) }, (_, index) => addDays(first, index));

export const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;
