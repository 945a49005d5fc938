const DAY_MS = 86_400_000;

/** Days are UTC days, written `YYYY-MM-DD`: tenants have no time zone of their own. */
export const dayOf = (time: Date): string => time.toISOString().slice(0, 10);

export const addDays = (day: string, days: number): string => dayOf(new Date(Date.parse(day) + days * DAY_MS));

export const startOf = (day: string): Date => new Date(day);

/** How many days from the first to the last, both counted. */
export const countDays = (first: string, last: string): number => (Date.parse(last) - Date.parse(first)) / DAY_MS + 1;

/** All days from the first to the last, both included. */
export const daysBetween = (first: string, last: string): string[] =>
  Array.from({ length: countDays(first, last) }, (_, index) => addDays(first, index));

export const firstOfMonth = (day: string): string => `${day.slice(0, 8)}01`;
