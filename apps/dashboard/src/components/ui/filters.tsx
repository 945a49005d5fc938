import { ListFilter, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useIsNarrow } from '#/components/use-media-query.ts';
import { Button } from './button.tsx';
import { Sheet } from './sheet.tsx';

export interface Filter {
  label: string;
  /** Named by an `aria-label` of its own. */
  control: ReactNode;
  /** Where there is room: "sm:w-40". */
  className?: string;
}

interface FiltersProps {
  /** A {@link SearchInput}, where the list can be searched. */
  search?: ReactNode;
  filters: readonly Filter[];
  /** How many filters are set, besides the search. */
  active: number;
  /** Takes all back, the search too; absent while there is nothing to take back. */
  onClear?: () => void;
}

/** What a list can be narrowed by. On phones all but the search is behind one button. */
export function Filters({ search, filters, active, onClear }: FiltersProps) {
  const narrow = useIsNarrow();
  const [open, setOpen] = useState(false);
  if (!narrow) {
    return (
      <div className="flex flex-wrap items-center gap-2">
        {search}
        {filters.map(({ label, control, className }) => (
          <div key={label} className={className}>
            {control}
          </div>
        ))}
        {onClear && (
          <Button variant="ghost" onClick={onClear}>
            <X />
            Clear filters
          </Button>
        )}
      </div>
    );
  }
  return (
    <div className="flex items-center gap-2">
      {search && <div className="min-w-0 flex-1">{search}</div>}
      <Button className="shrink-0" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <ListFilter />
        {active > 0 ? `Filters (${active})` : 'Filters'}
      </Button>
      <Sheet
        open={open}
        onOpenChange={setOpen}
        title="Filters"
        footer={
          <>
            {onClear && (
              <Button variant="ghost" onClick={onClear}>
                Clear filters
              </Button>
            )}
            <Button variant="primary" onClick={() => setOpen(false)}>
              Show results
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          {filters.map(({ label, control }) => (
            <div key={label} className="grid gap-1.5">
              <span aria-hidden="true" className="text-[13px] font-medium">
                {label}
              </span>
              {control}
            </div>
          ))}
        </div>
      </Sheet>
    </div>
  );
}
