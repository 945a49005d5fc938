import { lazy, Suspense, type ComponentType } from 'react';
import type { ChartProps } from './chart-data.ts';
import { ChartWaiting } from './chart-waiting.tsx';
import { loadBarSeries } from './load-bar-series.ts';

// In a file of its own: pages that show bars alone are weighed without areas, and need not load them.
const Lazy = lazy(loadBarSeries);

/** How much there is of each. */
export function BarSeries<Row>(props: ChartProps<Row>) {
  const Chart = Lazy as ComponentType<ChartProps<Row>>;
  return (
    <Suspense fallback={<ChartWaiting height={props.height} />}>
      <Chart {...props} />
    </Suspense>
  );
}
