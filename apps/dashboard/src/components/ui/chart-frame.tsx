import { ChartNoAxesColumn, Table2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { seriesColor, type Point, type Series } from './chart-data.ts';
import { IconButton } from './icon-button.tsx';
import { useWidth } from './use-width.ts';

interface ChartFrameProps<Row> {
  label: string;
  points: readonly Point[];
  series: readonly Series<Row>[];
  format: (value: number) => string;
  height: number;
  /** In place of the series' colors and names. */
  legend?: ReactNode;
  /** Draws the chart as wide as there is room. */
  children: (width: number) => ReactNode;
}

/** A chart with its legend, and the same numbers as a table for who cannot see it or wants to read them. */
export function ChartFrame<Row>({ label, points, series, format, height, legend, children }: ChartFrameProps<Row>) {
  const [asTable, setAsTable] = useState(false);
  const [room, width] = useWidth();
  const isEmpty = points.every(({ values }) => Object.values(values).every((value) => !value));
  return (
    <figure aria-label={label} className="grid min-w-0 gap-2">
      <div className="flex min-h-8 items-center justify-between gap-3">
        {legend ?? <Legend series={series} />}
        <IconButton
          label={asTable ? 'Show as a chart' : 'Show as a table'}
          className="-my-1 text-muted"
          onClick={() => setAsTable(!asTable)}
        >
          {asTable ? <ChartNoAxesColumn /> : <Table2 />}
        </IconButton>
      </div>
      {asTable ? (
        <div
          role="region"
          aria-label={`${label}, as a table`}
          // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- the keyboard must be able to scroll it
          tabIndex={0}
          className="overflow-auto rounded-md border border-line focus-visible:-outline-offset-2"
          style={{ maxHeight: height }}
        >
          <table className="w-full text-[13px] tabular-nums">
            <thead className="sticky top-0 bg-surface text-xs text-muted">
              <tr>
                <th scope="col" className="px-3 py-2 text-left font-medium">
                  <span className="sr-only">Point</span>
                </th>
                {series.map((one) => (
                  <th key={one.id} scope="col" className="px-3 py-2 text-right font-medium">
                    {one.name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {points.map((point, index) => (
                <tr key={index} className="border-t border-line">
                  <th scope="row" className="px-3 py-1.5 text-left font-normal">
                    {point.x}
                  </th>
                  {series.map((one) => (
                    <td key={one.id} className="px-3 py-1.5 text-right">
                      {written(point.values[one.id], format)}
                    </td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <div
          ref={room}
          role="img"
          aria-label={inWords(label, points, series, format)}
          className="relative min-w-0"
          style={{ height }}
        >
          {isEmpty ? (
            <p className="grid h-full place-items-center rounded-md border border-dashed text-[13px] text-muted">
              Nothing in this period
            </p>
          ) : (
            width !== null && width > 0 && children(width)
          )}
        </div>
      )}
    </figure>
  );
}

function Legend<Row>({ series }: { series: readonly Series<Row>[] }) {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 text-xs text-muted">
      {series.map((one, index) => (
        <li key={one.id} className="flex items-center gap-1.5">
          <span
            aria-hidden
            className={one.isComparison ? 'h-px w-3 border-t border-dashed border-current' : 'size-2 rounded-xs'}
            style={one.isComparison ? { color: seriesColor(one, index) } : { background: seriesColor(one, index) }}
          />
          {one.name}
        </li>
      ))}
    </ul>
  );
}

const written = (value: number | null | undefined, format: (value: number) => string): string =>
  value === null || value === undefined ? '—' : format(value);

/** The chart in a sentence: where each series ends and what its highest point is. */
const inWords = <Row,>(
  label: string,
  points: readonly Point[],
  series: readonly Series<Row>[],
  format: (value: number) => string,
): string => {
  const sentences = series.map(({ id, name }) => {
    const known = points.flatMap((point) => {
      const value = point.values[id];
      return value === null || value === undefined ? [] : [{ x: point.x, value }];
    });
    const last = known.at(-1);
    if (last === undefined) return `${name}: nothing yet`;
    const highest = known.reduce((best, candidate) => (candidate.value > best.value ? candidate : best));
    return `${name}: ${format(last.value)} at ${last.x}, highest ${format(highest.value)} at ${highest.x}`;
  });
  return `${label}. ${sentences.join('. ')}.`;
};
