import { useEffect, useState } from 'react';
import { formatDateTime, formatFullDateTime, formatRelative, formatDay, formatClock } from '#/format/date.ts';

interface TimeProps {
  /** ISO 8601, or milliseconds since 1970. Nothing shows "—". */
  value: string | number | Date | null | undefined;
  /** `auto`: "5 min ago" within a day, then date and time. */
  format?: 'auto' | 'relative' | 'datetime' | 'day' | 'clock';
  className?: string;
}

const EVERY_HALF_MINUTE = 30_000;

/** A moment in the user's zone; the whole of it on hover. */
export function Time({ value, format = 'auto', className }: TimeProps) {
  const moment = value === null || value === undefined ? null : new Date(value);
  const now = useNow(format === 'auto' || format === 'relative');
  if (moment === null || Number.isNaN(moment.getTime())) return <span className={className}>—</span>;
  const text = {
    auto: () => formatRelative(moment, now) ?? formatDateTime(moment, now),
    relative: () => formatRelative(moment, now, Infinity) ?? '',
    datetime: () => formatDateTime(moment, now),
    day: () => formatDay(moment, now),
    clock: () => formatClock(moment),
  }[format]();
  return (
    <time dateTime={moment.toISOString()} title={formatFullDateTime(moment)} className={className}>
      {text}
    </time>
  );
}

/** The present moment, renewed now and then while `ticking`. */
const useNow = (ticking: boolean): Date => {
  const [now, setNow] = useState(() => new Date());
  useEffect(() => {
    if (!ticking) return undefined;
    const timer = setInterval(() => setNow(new Date()), EVERY_HALF_MINUTE);
    return () => clearInterval(timer);
  }, [ticking]);
  return now;
};
