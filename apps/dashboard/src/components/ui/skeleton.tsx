import { classNames } from '#/components/class-names.ts';

/**
 * Holds the place of something that is loading. Give it the size of what will come. Marked as busy, so that whatever looks at
 * a page can tell when all of it is there.
 */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden aria-busy className={classNames('h-4 animate-pulse rounded-sm bg-hover', className)} />;
}

/** Some lines of text that are loading. */
export function SkeletonText({ lines = 3 }: { lines?: number }) {
  return (
    <div role="status" className="grid gap-2">
      <span className="sr-only">Loading</span>
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={index === lines - 1 ? 'w-3/5' : undefined} />
      ))}
    </div>
  );
}
