import { Plus } from 'lucide-react';
import { useRef, type ReactNode } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { moved, replaced, without } from '../list-changes.ts';
import { RowFrame } from './row-frame.tsx';

interface RowListProps<Row> {
  /** One of them: "target". */
  noun: string;
  label: string;
  rows: readonly Row[];
  /** Said while there are none. */
  empty: string;
  /** A new one, before anything was typed. */
  blank: () => Row;
  onChange: (rows: Row[]) => void;
  children: (row: Row, index: number, change: (row: Row) => void) => ReactNode;
}

/** A list of things that are added, changed, put in order and taken out. */
export function RowList<Row>({ noun, label, rows, empty, blank, onChange, children }: RowListProps<Row>) {
  const list = useRef<HTMLUListElement>(null);
  const add = (): void => {
    onChange([...rows, blank()]);
    setTimeout(() => list.current?.lastElementChild?.querySelector<HTMLElement>('input, textarea')?.focus());
  };
  return (
    <div className="grid gap-2">
      {rows.length === 0 && <p className="text-[13px] text-muted">{empty}</p>}
      <ul ref={list} aria-label={label} className="grid gap-2 empty:hidden">
        {rows.map((row, index) => (
          <RowFrame
            key={index}
            name={`${noun} ${index + 1}`}
            index={index}
            count={rows.length}
            onMove={(to) => onChange(moved(rows, index, to))}
            onRemove={() => onChange(without(rows, index))}
          >
            {children(row, index, (next) => onChange(replaced(rows, index, next)))}
          </RowFrame>
        ))}
      </ul>
      <div>
        <Button size="sm" onClick={add}>
          <Plus />
          Add {noun}
        </Button>
      </div>
    </div>
  );
}
