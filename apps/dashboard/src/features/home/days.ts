const DAY_MS = 86_400_000;

/** The days of a period that ends `endsDaysAgo` before `now`, in UTC, as the api counts days. */
export function daysOf(days: number, now: Date, endsDaysAgo = 0): { date_from: string; date_to: string } {
  const day = (ago: number): string => new Date(now.getTime() - ago * DAY_MS).toISOString().slice(0, 10);
  return { date_from: day(endsDaysAgo + days - 1), date_to: day(endsDaysAgo) };
}
