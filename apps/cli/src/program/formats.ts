/** Made on first use: formats know all languages, and most commands print neither times nor money. */
function once<Format>(make: () => Format): () => Format {
  let made: Format | null = null;
  return () => (made ??= make());
}

// Swedes write times as everybody can read and sort them: 2026-11-24 16:04:05.
const zoneTime = once(() => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'medium' }));
const zoneMinute = once(() => new Intl.DateTimeFormat('sv-SE', { dateStyle: 'short', timeStyle: 'short' }));
const clock = once(() => new Intl.DateTimeFormat('sv-SE', { timeStyle: 'medium' }));
const money = once(() => new Intl.NumberFormat('en-US', { style: 'currency', currency: 'USD' }));

/** A time of the API in the user's zone: `2026-11-24 16:04:05`. */
export const localTime = (iso: string | null | undefined): string | null =>
  iso === null || iso === undefined ? null : zoneTime().format(new Date(iso));

/** The same to the minute, for tables that have little room: `2026-11-24 16:04`. */
export const localMinute = (iso: string | null | undefined): string | null =>
  iso === null || iso === undefined ? null : zoneMinute().format(new Date(iso));

/** The same without the day, for what happens now. */
export const clockTime = (iso: string): string => clock().format(new Date(iso));

export const dollars = (cents: number | null | undefined): string | null =>
  cents === null || cents === undefined ? null : money().format(cents / 100);

/** `1:02`, `1:00:02`. */
export function duration(seconds: number | null | undefined): string | null {
  if (seconds === null || seconds === undefined) return null;
  const parts = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60];
  const shown = parts[0] === 0 ? parts.slice(1) : parts;
  return shown.map((part, index) => (index === 0 ? String(part) : String(part).padStart(2, '0'))).join(':');
}

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');

/** `1 agent`, `2 agents`. */
export const countOf = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;
