import { useState } from 'react';
import { dayIn } from '#/format/zone-days.ts';

/** The day that it is in a time zone, as `YYYY-MM-DD`, when this comes into view. */
export function useToday(timeZone: string): string {
  const [now] = useState(() => new Date());
  return dayIn(now, timeZone);
}
