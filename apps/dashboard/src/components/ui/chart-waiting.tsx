import { Skeleton } from './skeleton.tsx';

const HEADER = 40;

/** Stands where a chart will be. */
export function ChartWaiting({ height = 240 }: { height?: number | undefined }) {
  return (
    <div role="status" style={{ height: height + HEADER }}>
      <span className="sr-only">Loading</span>
      <Skeleton className="h-full rounded-md opacity-60" />
    </div>
  );
}
