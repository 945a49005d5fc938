import type { ReactNode } from 'react';
import { Skeleton } from './skeleton.tsx';
import { Time } from './time.tsx';

export interface Activity {
  id: string;
  /** A lucide icon or an avatar. */
  icon: ReactNode;
  /** What happened, as a sentence. */
  content: ReactNode;
  at: string | Date;
  /** Under the sentence: what was said, what changed. */
  detail?: ReactNode;
}

interface ActivityTimelineProps {
  /** Whose history it is, for screen readers: "Activity of Ava". */
  label: string;
  /** Newest first; undefined while they are loading. */
  activities: readonly Activity[] | undefined;
  /** Shown when nothing has happened. */
  empty?: ReactNode;
}

const SKELETONS = [1, 2, 3];

/** What happened to one thing, newest first. */
export function ActivityTimeline({ label, activities, empty = 'No activity yet' }: ActivityTimelineProps) {
  if (activities === undefined) {
    return (
      <div role="status" className="grid gap-5">
        <span className="sr-only">Loading</span>
        {SKELETONS.map((key) => (
          <div key={key} className="flex gap-3">
            <Skeleton className="size-6 rounded-full" />
            <Skeleton className="mt-1 w-3/5" />
          </div>
        ))}
      </div>
    );
  }
  if (activities.length === 0) return <p className="text-[13px] text-muted">{empty}</p>;
  return (
    <ol aria-label={label} className="text-[13px]">
      {activities.map(({ id, icon, content, at, detail }) => (
        <li
          key={id}
          className="relative flex gap-3 pb-5 last:pb-0 [&:not(:last-child)]:before:absolute [&:not(:last-child)]:before:top-7 [&:not(:last-child)]:before:bottom-1 [&:not(:last-child)]:before:left-3 [&:not(:last-child)]:before:w-px [&:not(:last-child)]:before:bg-line"
        >
          <span className="grid size-6 shrink-0 place-items-center rounded-full border border-line bg-surface text-muted [&_svg]:size-3.5">
            {icon}
          </span>
          <div className="min-w-0 flex-1 pt-0.5">
            <p className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="min-w-0 break-words">{content}</span>
              <Time value={at} className="text-xs text-muted" />
            </p>
            {detail !== undefined && <div className="mt-1 break-words text-muted">{detail}</div>}
          </div>
        </li>
      ))}
    </ol>
  );
}
