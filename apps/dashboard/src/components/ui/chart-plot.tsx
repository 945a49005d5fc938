import { useState, type PointerEvent, type ReactNode } from 'react';
import { formatCompact } from '#/format/number.ts';
import { CHARACTER, namedPoints, seriesColor, valueScale, type Point, type Series } from './chart-data.ts';

/** What the shapes of a chart need to know of the space they have. */
export interface Plot {
  /** The middle of a point. */
  x: (index: number) => number;
  y: (value: number) => number;
  /** Where the highest and the lowest value lie. */
  top: number;
  bottom: number;
  /** From one point to the next. */
  step: number;
  /** The point under the pointer. */
  hovered: number | null;
}

interface ChartPlotProps<Row> {
  points: readonly Point[];
  series: readonly Series<Row>[];
  /** All that is drawn, to find the axis's ends. */
  values: readonly number[];
  format: (value: number) => string;
  /** How the axis writes numbers, where not in short. */
  formatAxis?: (value: number) => string;
  partialLast: boolean;
  width: number;
  height: number;
  children: (plot: Plot) => ReactNode;
}

const TOP = 8;
/** Room for the points' names. */
const BOTTOM = 22;
const NAME_GAP = 16;

/** The axes, the grid and what stands at the point under the pointer; the shapes between them are the chart's own. */
export function ChartPlot<Row>(props: ChartPlotProps<Row>) {
  const { points, series, values, format, formatAxis = formatCompact, partialLast, width, height, children } = props;
  const [hovered, setHovered] = useState<number | null>(null);
  const scale = valueScale(values);
  // A number and its unit stay on one line.
  const labels = scale.ticks.map((tick) => formatAxis(tick).replaceAll(' ', '\u00A0'));
  const left = Math.ceil(Math.max(...labels.map(({ length }) => length)) * CHARACTER) + 10;
  const bottom = height - BOTTOM;
  const step = (width - left) / Math.max(1, points.length);
  const x = (index: number): number => left + (index + 0.5) * step;
  const y = (value: number): number => bottom - ((value - scale.min) / (scale.max - scale.min)) * (bottom - TOP);
  const point = (event: PointerEvent<SVGSVGElement>): void => {
    const index = Math.floor((event.clientX - event.currentTarget.getBoundingClientRect().left - left) / step);
    setHovered(index >= 0 && index < points.length ? index : null);
  };
  return (
    <div className="relative">
      <svg
        width={width}
        height={height}
        className="block overflow-visible text-[11px]"
        onPointerMove={point}
        onPointerLeave={() => setHovered(null)}
      >
        {scale.ticks.map((tick, index) => (
          <g key={tick}>
            <line x1={left} x2={width} y1={y(tick)} y2={y(tick)} className="stroke-line" />
            <text x={left - 8} y={y(tick)} dy="0.32em" textAnchor="end" className="fill-muted">
              {labels[index]}
            </text>
          </g>
        ))}
        {namedPoints(points, step, NAME_GAP).map((index) => (
          <text key={index} x={x(index)} y={height - 4} textAnchor="middle" className="fill-muted">
            {points[index]?.x}
          </text>
        ))}
        {children({ x, y, top: TOP, bottom, step, hovered })}
      </svg>
      {hovered !== null && points[hovered] && (
        <Tooltip
          point={points[hovered]}
          note={partialLast && hovered === points.length - 1 ? ' so far' : ''}
          series={series}
          format={format}
          x={x(hovered)}
          width={width}
        />
      )}
    </div>
  );
}

interface TooltipProps<Row> {
  point: Point;
  note: string;
  series: readonly Series<Row>[];
  format: (value: number) => string;
  x: number;
  width: number;
}

/** Beside the pointer, on the side that has more room. */
function Tooltip<Row>({ point, note, series, format, x, width }: TooltipProps<Row>) {
  const side = x > width / 2 ? { right: width - x + 12 } : { left: x + 12 };
  return (
    <div
      aria-hidden="true"
      style={side}
      className="pointer-events-none absolute top-2 z-10 min-w-32 rounded-md border border-line bg-raised px-3 py-2 text-xs whitespace-nowrap text-ink shadow-raised"
    >
      <p className="mb-1 font-medium">
        {point.x}
        {note}
      </p>
      <ul className="grid gap-0.5">
        {series.map((one, index) => {
          const value = point.values[one.id] ?? null;
          return (
            <li key={one.id} className="flex items-center justify-between gap-6">
              <span className="flex items-center gap-1.5 text-muted">
                <span className="size-2 rounded-xs" style={{ background: seriesColor(one, index) }} />
                {one.name}
              </span>
              <span className="font-medium tabular-nums">{value === null ? '—' : format(value)}</span>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
