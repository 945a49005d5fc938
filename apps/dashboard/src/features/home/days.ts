import { dayIn, daysBefore } from '../../format/zone-days.ts';

/** The days of a period that ends `endsDaysAgo` before today, in the account's time zone, as the api counts days. */
export function daysOf(
  days: number,
  now: Date,
  timeZone: string,
  endsDaysAgo = 0,
): { date_from: string; date_to: string } {
  const today = dayIn(now, timeZone);
  return { date_from: daysBefore(today, endsDaysAgo + days - 1), date_to: daysBefore(today, endsDaysAgo) };
}
