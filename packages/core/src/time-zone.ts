import { z } from 'zod';

/**
 * Names without a region are left to nobody's guess: `IST` is India to Node and Israel to Postgres, `EST` has daylight
 * saving time or not. These two are the same to all.
 */
const WITHOUT_REGION = new Set(['UTC', 'GMT']);

/** Names of Node's time zone library that the IANA database has taken out, so that Postgres does not know them. */
const ABANDONED = new Set(['us/pacific-new', 'canada/east-saskatchewan']);

/**
 * Whether a name means one time zone, and the same to Node and to Postgres: `America/New_York`, an older name of one
 * such as `US/Eastern`, `UTC`. Offsets are none: they know no daylight saving time, and the database reads their sign the
 * other way round.
 */
export function isTimeZone(name: string): boolean {
  if (WITHOUT_REGION.has(name)) return true;
  if (!/^[A-Za-z]+\//.test(name) || ABANDONED.has(name.toLowerCase())) return false;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** A name of the IANA time zone database. */
export const TimeZone = z.string().refine(isTimeZone, 'Must be an IANA time zone, such as America/New_York');
