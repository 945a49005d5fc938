import { lazy, Suspense, type ComponentProps } from 'react';
import { Skeleton } from './skeleton.tsx';

const load = () => import('./day-grid.tsx');
const Day = lazy(async () => ({ default: (await load()).DayGrid }));
const Range = lazy(async () => ({ default: (await load()).RangeGrid }));

/** As large as a month. */
const Placeholder = () => <Skeleton className="h-76 w-63 max-sm:h-90 max-sm:w-77" />;

export const LazyDayGrid = (props: ComponentProps<typeof Day>) => (
  <Suspense fallback={<Placeholder />}>
    <Day {...props} />
  </Suspense>
);

export const LazyRangeGrid = (props: ComponentProps<typeof Range>) => (
  <Suspense fallback={<Placeholder />}>
    <Range {...props} />
  </Suspense>
);
