import { nice, ticks } from 'd3-array';

/** One line, area or row of bars. */
export interface Series<Row> {
  id: string;
  name: string;
  /** Null leaves a gap. */
  value: (row: Row) => number | null;
  /** A CSS color, a variable of the theme. By default each gets its own. */
  color?: string;
  /** The same of another time, to compare with: a thin dashed line. Only trends have these. */
  isComparison?: boolean;
}

export interface ChartProps<Row> {
  /** What is shown, for screen readers: "Calls per day". */
  label: string;
  data: readonly Row[];
  /** A point's name on the axis: "Nov 22". */
  x: (row: Row) => string;
  series: readonly Series<Row>[];
  /** How numbers are written, in tooltips, on the axis and in the table. */
  format?: (value: number) => string;
  /** How the axis writes them, where `format` changes its unit on the way. */
  formatAxis?: (value: number) => string;
  /** Adds the series up. */
  stacked?: boolean;
  /** The last point is a day or an hour that is not over: it is drawn dashed, so that it does not look like a fall. */
  partialLast?: boolean;
  /** In pixels. */
  height?: number;
}

// The brand, a tint of it, then colors that are told apart from any brand's by their lightness too.
const palette = [
  'var(--brand-ink)',
  'color-mix(in oklab, var(--brand-ink) 50%, var(--surface))',
  'var(--info)',
  'var(--warning)',
  'var(--danger)',
  'var(--muted)',
];

export const seriesColor = (series: { color?: string; isComparison?: boolean }, index: number): string =>
  series.color ??
  (series.isComparison ? 'var(--muted)' : undefined) ??
  palette[index % palette.length] ??
  'var(--muted)';

/** A point's name, and what each series has there. */
export interface Point {
  x: string;
  values: Record<string, number | null>;
}

export const toPoints = <Row>({ data, x, series }: Pick<ChartProps<Row>, 'data' | 'x' | 'series'>): Point[] =>
  data.map((row) => ({
    x: x(row),
    values: Object.fromEntries(series.map(({ id, value }) => [id, value(row)])),
  }));

/** Where a series begins and ends at a point; null in a gap. */
export type Span = readonly [from: number, to: number] | null;

/** Each series' spans, from zero or, stacked, from the top of the series before. */
export function spansOf(points: readonly Point[], ids: readonly string[], stacked = false): Span[][] {
  const tops = points.map(() => 0);
  return ids.map((id) =>
    points.map(({ values }, index) => {
      const value = values[id] ?? null;
      if (value === null) return null;
      const from = stacked ? (tops[index] ?? 0) : 0;
      tops[index] = from + value;
      return [from, from + value];
    }),
  );
}

export interface ValueScale {
  min: number;
  max: number;
  /** From the lowest to the highest. */
  ticks: number[];
}

const TICKS = 4;

/** An axis from zero, or the lowest value below it, to a round number. Whole numbers only where all values are whole. */
export function valueScale(values: readonly number[]): ValueScale {
  const [low, high] = [Math.min(0, ...values), Math.max(0, ...values)];
  const whole = values.every(Number.isInteger);
  // Few of a thing have few ticks: there is no half call.
  const count = whole ? Math.min(TICKS, Math.max(1, high - low)) : TICKS;
  const [min, max] = low === high ? [0, 1] : nice(low, high, count);
  return { min, max, ticks: ticks(min, max, count).filter((tick) => !whole || Number.isInteger(tick)) };
}

/** Which points are named on an axis: every so many that names of this width do not touch. */
export function namedPoints(points: readonly Point[], step: number, gap: number): number[] {
  const longest = Math.max(1, ...points.map(({ x }) => x.length));
  const every = Math.max(1, Math.ceil((longest * CHARACTER + gap) / step));
  return points.flatMap((_, index) => (index % every === 0 ? [index] : []));
}

/** About the width of a character of an axis, in pixels. */
export const CHARACTER = 6.2;
