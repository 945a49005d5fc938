import { useState, type ReactNode } from 'react';
import { useMediaQuery } from '#/components/use-media-query.ts';
import { Button } from './button.tsx';
import { Sheet } from './sheet.tsx';

interface SideDockProps {
  /** What is in it, for screen readers and as the sheet's title. */
  title: string;
  /** Opens the sheet, where the dock has no room: the button's icon and text. */
  trigger: ReactNode;
  /** What is worked on, with the dock at its right. */
  children: ReactNode;
  dock: ReactNode;
}

/** From here on (Tailwind's `xl`) there is room for both. */
const WIDE = '(width >= 80rem)';

/** Something to use beside what is worked on; where that takes the whole width, a sheet over it. */
export function SideDock({ title, trigger, dock, children }: SideDockProps) {
  const isWide = useMediaQuery(WIDE);
  const [open, setOpen] = useState(false);
  if (isWide) {
    return (
      <div className="grid grid-cols-[minmax(0,1fr)_22rem] items-start gap-6">
        {children}
        <aside aria-label={title} className="sticky top-[calc(var(--covered)+3.75rem)] grid gap-3">
          {dock}
        </aside>
      </div>
    );
  }
  return (
    <div className="grid min-w-0 gap-5">
      <div>
        <Button aria-haspopup="dialog" onClick={() => setOpen(true)}>
          {trigger}
        </Button>
      </div>
      {children}
      <Sheet open={open} onOpenChange={setOpen} title={title}>
        <div className="grid gap-3">{dock}</div>
      </Sheet>
    </div>
  );
}
