import { ChevronDown, ChevronUp } from 'lucide-react';
import { useEffect, useRef, type ReactNode } from 'react';
import { Button } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { Kbd } from './kbd.tsx';
import { Sheet } from './sheet.tsx';

interface PeekSheetProps<Row> {
  /** Those of the page that is shown. */
  rows: readonly Row[];
  rowId: (row: Row) => string;
  /** Which row is looked into; null: none. */
  id: string | null;
  onIdChange: (id: string | null) => void;
  title: (row: Row) => string;
  /** Leads to the row's own page. */
  onOpen: (row: Row) => void;
  children: (row: Row) => ReactNode;
}

/** A look into one row after another without leaving the list: `j` and `k` go on and back, Enter opens its page. */
export function PeekSheet<Row>({ rows, rowId, id, onIdChange, title, onOpen, children }: PeekSheetProps<Row>) {
  const index = rows.findIndex((row) => rowId(row) === id);
  const row = rows[index];
  const go = (step: number): void => {
    const next = rows[index + step];
    if (next !== undefined) onIdChange(rowId(next));
  };
  const act = useRef<(event: KeyboardEvent) => void>(null);
  useEffect(() => {
    act.current = (event) => {
      if (event.metaKey || event.ctrlKey || event.altKey || event.defaultPrevented || row === undefined) return;
      const onControl = event.target instanceof Element && event.target.closest('button, a, input, textarea') !== null;
      if (event.key === 'j') go(1);
      else if (event.key === 'k') go(-1);
      else if (event.key === 'Enter' && !onControl) onOpen(row);
    };
  });
  const isOpen = row !== undefined;
  useEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = (event: KeyboardEvent): void => act.current?.(event);
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, [isOpen]);
  return (
    <Sheet
      open={isOpen}
      onOpenChange={(open) => !open && onIdChange(null)}
      focusPanel
      title={row === undefined ? '' : title(row)}
      footer={
        row !== undefined && (
          <>
            <div className="mr-auto flex items-center gap-1">
              <IconButton label="Previous" disabled={index === 0} onClick={() => go(-1)}>
                <ChevronUp />
              </IconButton>
              <IconButton label="Next" disabled={index === rows.length - 1} onClick={() => go(1)}>
                <ChevronDown />
              </IconButton>
              <span aria-hidden className="flex gap-1 pl-1 max-sm:hidden">
                <Kbd>K</Kbd>
                <Kbd>J</Kbd>
              </span>
            </div>
            <Button variant="primary" onClick={() => onOpen(row)}>
              Open
            </Button>
          </>
        )
      }
    >
      <div key={id} aria-live="polite">
        {row !== undefined && children(row)}
      </div>
    </Sheet>
  );
}
