/** One line, area or row of bars. */
export interface Series<Row> {
  id: string;
  name: string;
  /** Null leaves a gap. */
  value: (row: Row) => number | null;
  /** A CSS color, a variable of the theme. By default each gets its own. */
  color?: string;
}

export interface ChartProps<Row> {
  /** What is shown, for screen readers: "Calls a day". */
  label: string;
  data: readonly Row[];
  /** A point's name on the axis: "Nov 22". */
  x: (row: Row) => string;
  series: readonly Series<Row>[];
  /** How numbers are written, in tooltips, on the axis and in the table. */
  format?: (value: number) => string;
  /** Adds the series up. */
  stacked?: boolean;
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

export const seriesColor = (series: { color?: string }, index: number): string =>
  series.color ?? palette[index % palette.length] ?? 'var(--muted)';

/** A point as Recharts wants it: its name and its values by series. */
export interface Point {
  x: string;
  values: Record<string, number | null>;
}

export const toPoints = <Row>({ data, x, series }: ChartProps<Row>): Point[] =>
  data.map((row) => ({
    x: x(row),
    values: Object.fromEntries(series.map(({ id, value }) => [id, value(row)])),
  }));
