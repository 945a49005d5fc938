import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Illustration, type Topic } from './illustration.tsx';

interface EmptyStateProps {
  /** What a page's list will hold. */
  picture?: Topic;
  /** A lucide icon, where there is no list. */
  icon?: ReactNode;
  title: string;
  /** What will be here, and how it comes to be. */
  text?: ReactNode;
  /** The button that makes the first one. */
  action?: ReactNode;
  className?: string;
}

/** What a list shows before it has anything, or when nothing fits the filters. */
export function EmptyState({ picture, icon, title, text, action, className }: EmptyStateProps) {
  return (
    <div className={classNames('grid justify-items-center gap-1 px-6 py-12 text-center', className)}>
      {picture !== undefined && <Illustration topic={picture} className="mb-3" />}
      {icon !== undefined && (
        <div className="mb-2 grid size-10 place-items-center rounded-lg border border-line bg-canvas text-muted [&_svg]:size-5">
          {icon}
        </div>
      )}
      <p className="text-sm font-semibold">{title}</p>
      {text !== undefined && <div className="max-w-sm text-[13px] text-balance text-muted">{text}</div>}
      {action !== undefined && <div className="mt-3 flex flex-wrap justify-center gap-2">{action}</div>}
    </div>
  );
}
