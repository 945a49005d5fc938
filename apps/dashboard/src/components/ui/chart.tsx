import { lazy, Suspense, type ComponentType } from 'react';
import type { ChartProps } from './chart-data.ts';
import { loadAreaTrend, loadBarSeries } from './load-charts.ts';
import { Skeleton } from './skeleton.tsx';

export type { ChartProps, Series } from './chart-data.ts';

// Recharts is a third of all the JavaScript: it comes when a chart is first shown, or with the data of a page that has one.
const LazyAreaTrend = lazy(loadAreaTrend);
const LazyBarSeries = lazy(loadBarSeries);

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
