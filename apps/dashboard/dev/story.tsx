import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

export interface Story {
  /** Its place in the address, after the `#`. */
  id: string;
  title: string;
  /** What it is for, in a sentence. */
  description: string;
  Component: () => ReactNode;
}

interface SampleProps {
  /** The state that is shown: "Loading", "Long content". */
  title: string;
  className?: string;
  children: ReactNode;
}

/** A component in one state. */
export function Sample({ title, className, children }: SampleProps) {
  return (
    <section aria-label={title} className="grid min-w-0 content-start gap-2">
      <h2 className="text-xs font-medium text-muted">{title}</h2>
      <div className={classNames('min-w-0', className)}>{children}</div>
    </section>
  );
}

/** Samples whose components are small, next to each other. */
export const ROW = 'flex flex-wrap items-center gap-3';
