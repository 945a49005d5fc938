import { useEffect, useState } from 'react';
import { formatDuration } from '#/format/duration.ts';

interface CallClockProps {
  /** As `performance.now()` had it; null before the call. */
  startedAt: number | null;
  endedAt: number | null;
}

/** How long the call has lasted. */
export function CallClock({ startedAt, endedAt }: CallClockProps) {
  const [now, setNow] = useState(() => performance.now());
  const running = startedAt !== null && endedAt === null;
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(() => setNow(performance.now()), 500);
    return () => clearInterval(timer);
  }, [running]);
  const seconds = startedAt === null ? 0 : Math.max(0, (endedAt ?? now) - startedAt) / 1000;
  return (
    <span role="timer" aria-label="Call duration" className="text-[13px] text-muted tabular-nums">
      {formatDuration(Math.floor(seconds))}
    </span>
  );
}
