import { ArrowDownRight, ArrowUpRight, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Card } from './card.tsx';
import { Skeleton } from './skeleton.tsx';

interface StatCardProps {
  label: ReactNode;
  /** Already formatted. */
  value: ReactNode;
  /** Change against the period before, as a share: 0.12 is +12%. `null` where there is nothing to compare with. */
  delta?: number | null;
  /** Whether more is better; `null` when neither is. */
  moreIsBetter?: boolean | null;
  hint?: ReactNode;
  /** How it came to that: a {@link Sparkline}. */
  trend?: ReactNode;
  loading?: boolean;
}

/** One number that matters. */
export function StatCard({ label, value, delta, moreIsBetter = true, hint, trend, loading }: StatCardProps) {
  return (
    <Card className="flex flex-col p-4">
      <p className="text-[13px] text-muted">{label}</p>
      {loading ? (
        <Skeleton className="my-1.5 h-6 w-24" />
      ) : (
        <p className="mt-0.5 flex flex-wrap items-baseline gap-x-2 text-2xl leading-9 font-semibold tracking-tight tabular-nums">
          {value}
          {typeof delta === 'number' && <Delta value={delta} moreIsBetter={moreIsBetter} />}
        </p>
      )}
      {hint !== undefined && <p className="text-xs text-muted">{hint}</p>}
      {trend !== undefined && <div className="mt-auto pt-2">{trend}</div>}
    </Card>
  );
}

function Delta({ value, moreIsBetter }: { value: number; moreIsBetter: boolean | null }) {
  const rounded = Math.round(value * 100);
  const Icon = rounded > 0 ? ArrowUpRight : rounded < 0 ? ArrowDownRight : Minus;
  const tone =
    moreIsBetter === null || rounded === 0
      ? 'text-muted'
      : rounded > 0 === moreIsBetter
        ? 'text-success'
        : 'text-danger';
  return (
    <span className={classNames('inline-flex items-center gap-0.5 text-xs font-medium tracking-normal', tone)}>
      <Icon aria-hidden className="size-3.5" />
      <span className="sr-only">{rounded > 0 ? 'up' : rounded < 0 ? 'down' : 'unchanged'}</span>
      {Math.abs(rounded)}%
    </span>
  );
}
