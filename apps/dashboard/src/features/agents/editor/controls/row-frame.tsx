import { ArrowDown, ArrowUp, Trash2 } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { IconButton } from '#/components/ui/icon-button.tsx';

interface RowFrameProps {
  /** What the row is, for its buttons' names: "target 2". */
  name: string;
  index: number;
  count: number;
  onMove: (to: number) => void;
  onRemove: () => void;
  children: ReactNode;
}

/** One thing of a list: its fields, and buttons that move it or take it out. */
export function RowFrame({ name, index, count, onMove, onRemove, children }: RowFrameProps) {
  const row = useRef<HTMLLIElement>(null);
  const move = (step: -1 | 1): void => {
    const neighbor = step < 0 ? row.current?.previousElementSibling : row.current?.nextElementSibling;
    onMove(index + step);
    // The row goes on, so the focus goes with it.
    neighbor?.querySelector<HTMLButtonElement>(`[data-move="${step}"]:not(:disabled)`)?.focus();
  };
  return (
    <li
      ref={row}
      className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 rounded-md border border-line bg-canvas/50 p-3 max-sm:grid-cols-1"
    >
      <div className="grid min-w-0 gap-3 sm:grid-cols-2">{children}</div>
      <div className="flex flex-col max-sm:-mb-1 max-sm:flex-row max-sm:justify-end">
        <IconButton label={`Remove ${name}`} side="left" onClick={onRemove}>
          <Trash2 />
        </IconButton>
        {count > 1 && (
          <>
            <IconButton
              label={`Move ${name} up`}
              side="left"
              data-move="-1"
              disabled={index === 0}
              onClick={() => move(-1)}
            >
              <ArrowUp />
            </IconButton>
            <IconButton
              label={`Move ${name} down`}
              side="left"
              data-move="1"
              disabled={index === count - 1}
              onClick={() => move(1)}
            >
              <ArrowDown />
            </IconButton>
          </>
        )}
      </div>
    </li>
  );
}
