import { useEffect, useState } from 'react';
import { formatDuration } from '#/format/duration.ts';

const TICK_MS = 1_000;

/** How long ago something began, counting on. Silent for screen readers, which would hear nothing else. */
export function Elapsed({ since, className }: { since: string; className?: string }) {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), TICK_MS);
    return () => clearInterval(timer);
  }, []);
  return (
    <span role="timer" aria-live="off" className={className}>
      {formatDuration((now - Date.parse(since)) / 1_000)}
    </span>
  );
}
