import type { ReactNode } from 'react';
import { classNames } from '#/components/class-names.ts';

/** A key or a shortcut. */
export function Kbd({ className, children }: { className?: string; children: ReactNode }) {
  return (
    <kbd
      className={classNames(
        'inline-flex h-5 min-w-5 items-center justify-center rounded-sm border border-line bg-canvas px-1 font-sans text-[11px] text-muted',
        className,
      )}
    >
      {children}
    </kbd>
  );
}
