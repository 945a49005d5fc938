import { lazy, Suspense, type ComponentType } from 'react';
import type { ChartProps } from './chart-data.ts';
import { Skeleton } from './skeleton.tsx';

export type { ChartProps, Series } from './chart-data.ts';

// Recharts is a third of all the JavaScript: it comes when a chart is first shown, and the place is held meanwhile.
const LazyAreaTrend = lazy(() => import('./area-trend.tsx'));
const LazyBarSeries = lazy(() => import('./bar-series.tsx'));

const HEADER = 40;

/** How something went over time. */
export function AreaTrend<Row>(props: ChartProps<Row>) {
  const Chart = LazyAreaTrend as ComponentType<ChartProps<Row>>;
  return (
    <Suspense fallback={<Waiting height={props.height} />}>
      <Chart {...props} />
    </Suspense>
  );
}

/** How much there is of each. */
export function BarSeries<Row>(props: ChartProps<Row>) {
  const Chart = LazyBarSeries as ComponentType<ChartProps<Row>>;
  return (
    <Suspense fallback={<Waiting height={props.height} />}>
      <Chart {...props} />
    </Suspense>
  );
}

function Waiting({ height = 240 }: { height?: number }) {
  return (
    <div role="status" style={{ height: height + HEADER }}>
      <span className="sr-only">Loading</span>
      <Skeleton className="h-full rounded-md opacity-60" />
    </div>
  );
}
