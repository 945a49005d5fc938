import { lazy, Suspense, type ComponentType } from 'react';
import type { ChartProps } from './chart-data.ts';
import { ChartWaiting } from './chart-waiting.tsx';
import { loadAreaTrend } from './load-area-trend.ts';

// Recharts is a third of all the JavaScript: it comes when a chart is first shown, or with the data of a page that has one.
const Lazy = lazy(loadAreaTrend);

/** How something went over time. */
export function AreaTrend<Row>(props: ChartProps<Row>) {
  const Chart = Lazy as ComponentType<ChartProps<Row>>;
  return (
    <Suspense fallback={<ChartWaiting height={props.height} />}>
      <Chart {...props} />
    </Suspense>
  );
}
