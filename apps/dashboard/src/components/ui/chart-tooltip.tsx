import type { TooltipContentProps } from 'recharts';
import { seriesColor, type Series } from './chart-data.ts';

interface ChartTooltipProps<Row> extends Pick<TooltipContentProps, 'active' | 'payload' | 'label'> {
  series: readonly Series<Row>[];
  format: (value: number) => string;
}

/** What stands at the point under the pointer. */
function ChartTooltip<Row>({ active, payload, label, series, format }: ChartTooltipProps<Row>) {
  if (!active || payload === undefined || payload.length === 0) return null;
  return (
    <div className="rounded-md border border-line bg-raised px-3 py-2 text-xs text-ink shadow-raised">
      <p className="mb-1 font-medium">{label}</p>
      <ul className="grid gap-0.5">
        {series.map((one, index) => {
          const value = payload.find((entry) => entry.name === one.id)?.value;
          return (
            <li key={one.id} className="flex items-center justify-between gap-6">
              <span className="flex items-center gap-1.5 text-muted">
                <span aria-hidden className="size-2 rounded-xs" style={{ background: seriesColor(one, index) }} />
                {one.name}
              </span>
              <span className="font-medium tabular-nums">{typeof value === 'number' ? format(value) : '—'}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** The same as Recharts asks for it. */
export const tooltipContent =
  <Row,>(series: readonly Series<Row>[], format: (value: number) => string) =>
  (tooltip: TooltipContentProps) => <ChartTooltip {...tooltip} series={series} format={format} />;
