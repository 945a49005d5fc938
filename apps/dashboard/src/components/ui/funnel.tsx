import { formatNumber, formatPercent } from '#/format/number.ts';

interface FunnelProps {
  /** What goes through it, for screen readers: "From call to appointment". */
  label: string;
  /** From the first step, which all begin with, to the last. */
  steps: readonly { label: string; value: number }[];
  format?: (value: number) => string;
}

/** How many go on from each step to the next. */
export function Funnel({ label, steps, format = formatNumber }: FunnelProps) {
  const first = steps[0]?.value ?? 0;
  if (first === 0) {
    return (
      <p className="grid min-h-32 place-items-center rounded-md border border-dashed text-[13px] text-muted">
        Nothing in this period
      </p>
    );
  }
  return (
    <ol aria-label={label} className="grid gap-3 text-[13px]">
      {steps.map((step, index) => {
        const before = steps[index - 1]?.value;
        return (
          <li key={step.label} className="grid gap-1">
            <div className="flex items-baseline justify-between gap-3">
              <span className="min-w-0 font-medium break-words">{step.label}</span>
              <span className="shrink-0 tabular-nums">
                {format(step.value)}
                <span className="text-muted"> · {formatPercent(step.value / first)}</span>
              </span>
            </div>
            <div aria-hidden className="h-6 rounded-sm bg-hover">
              <div
                className="h-full min-w-0.5 rounded-sm bg-brand-text/80"
                style={{ width: `${Math.min(1, step.value / first) * 100}%` }}
              />
            </div>
            {before !== undefined && before > 0 && (
              <p className="text-xs text-muted tabular-nums">
                {formatPercent(step.value / before)} of the previous step
              </p>
            )}
          </li>
        );
      })}
    </ol>
  );
}
