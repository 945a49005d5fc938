import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { formatNumber } from '#/format/number.ts';

interface LimitMeterProps {
  /** What is limited: "Trial minutes". */
  label: string;
  used: number;
  /** Null: there is no limit. */
  limit: number | null;
  format?: (value: number) => string;
  /** Under the bar: when it starts anew, what happens at the limit. */
  hint?: ReactNode;
  className?: string;
}

/** From here on it is worth a warning. */
const NEARLY = 0.8;

/** How much of a limit is used. */
export function LimitMeter({ label, used, limit, format = formatNumber, hint, className }: LimitMeterProps) {
  const share = limit === null ? 0 : limit === 0 ? 1 : used / limit;
  const fill = share >= 1 ? 'bg-danger' : share >= NEARLY ? 'bg-warning' : 'bg-brand-text';
  const text = limit === null ? `${format(used)}, no limit` : `${format(used)} of ${format(limit)}`;
  return (
    <div className={classNames('grid min-w-0 gap-1.5 text-[13px]', className)}>
      <p className="flex flex-wrap items-baseline justify-between gap-x-3">
        <span className="min-w-0 font-medium break-words">{label}</span>
        <span className={classNames('tabular-nums', share >= 1 ? 'font-medium text-danger' : 'text-muted')}>
          {text}
        </span>
      </p>
      <div
        role="meter"
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={limit ?? Math.max(used, 1)}
        aria-valuenow={limit === null ? used : Math.min(used, limit)}
        aria-valuetext={text}
        className="h-1.5 overflow-hidden rounded-full bg-line"
      >
        <div
          className={classNames('h-full rounded-full transition-[width] duration-150', fill)}
          style={{ width: `${Math.min(1, share) * 100}%` }}
        />
      </div>
      {hint !== undefined && <div className="text-xs text-pretty text-muted">{hint}</div>}
    </div>
  );
}
