import { Progress as Primitive } from 'radix-ui';
import { classNames } from '#/components/class-names.ts';

interface ProgressProps {
  /** What is under way, for screen readers. */
  label: string;
  /** Done so far, of `max`; `null` while the length is unknown. */
  value: number | null;
  max?: number;
  tone?: 'brand' | 'warning' | 'danger';
  className?: string;
}

const fills = { brand: 'bg-brand-text', warning: 'bg-warning', danger: 'bg-danger' };

/** How far something long has come, or how much of a limit is used. */
export function Progress({ label, value, max = 100, tone = 'brand', className }: ProgressProps) {
  const bounded = value === null ? null : Math.min(max, Math.max(0, value));
  return (
    <Primitive.Root
      aria-label={label}
      value={bounded}
      max={max}
      className={classNames('h-1.5 w-full overflow-hidden rounded-full bg-line', className)}
    >
      <Primitive.Indicator
        className={classNames(
          'block h-full origin-left rounded-full transition-[width] duration-150',
          fills[tone],
          bounded === null && 'animate-pulse opacity-60',
        )}
        style={{ width: bounded === null ? '100%' : `${max === 0 ? 0 : (bounded / max) * 100}%` }}
      />
    </Primitive.Root>
  );
}
