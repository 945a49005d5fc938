import { extent } from 'd3-array';
import { line } from 'd3-shape';
import { useWidth } from './use-width.ts';

interface SparklineProps {
  values: readonly (number | null)[];
  /** The last value is of a day or an hour that is not over: it would look like a fall, and is left out. */
  partialLast?: boolean;
  /** In pixels. */
  height?: number;
}

/** Room for the stroke. */
const MARGIN = 3;

/** The shape of a trend beside its figure, which says the rest: screen readers pass it over. */
export function Sparkline({ values, partialLast, height = 28 }: SparklineProps) {
  const [room, width] = useWidth();
  const over = partialLast ? values.slice(0, -1) : values;
  return (
    <div ref={room} aria-hidden className="min-w-0" style={{ height }}>
      {width !== null && over.length > 1 && <Line values={over} size={{ width, height }} />}
    </div>
  );
}

interface LineProps {
  values: readonly (number | null)[];
  size: { width: number; height: number };
}

function Line({ values, size: { width, height } }: LineProps) {
  const [low = 0, high = 0] = extent(values.filter((value) => value !== null));
  const x = (index: number): number => MARGIN + (index / (values.length - 1)) * (width - 2 * MARGIN);
  // What never changes runs along the middle.
  const y = (value: number): number =>
    low === high ? height / 2 : height - MARGIN - ((value - low) / (high - low)) * (height - 2 * MARGIN);
  const path = line<number | null>()
    .defined((value) => value !== null)
    .x((_, index) => x(index))
    .y((value) => y(value ?? 0));
  return (
    <svg width={width} height={height} className="block">
      <path d={path(values) ?? undefined} fill="none" className="stroke-brand-text" strokeWidth={1.5} />
    </svg>
  );
}
