import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#/components/ui/button.tsx';
import { Menu, MenuItem } from '#/components/ui/menu.tsx';

interface AssignMenuProps {
  label: string;
  pending: boolean;
  /** Undefined while they are loading. */
  options: readonly { id: string; name: string; note?: string }[] | undefined;
  /** Why they could not be loaded. */
  problem: string | null;
  onRetry: () => void;
  onChoose: (id: string) => void;
  /** Said where there is nothing to choose. */
  none: ReactNode;
}

/** Gives a sub-account one of the things that the agency has to give. */
export function AssignMenu({ label, pending, options, problem, onRetry, onChoose, none }: AssignMenuProps) {
  return (
    <Menu
      className="max-h-80 overflow-y-auto"
      trigger={
        <Button size="sm" aria-label={label} loading={pending} disabled={options === undefined && problem === null}>
          <Plus />
          Assign
        </Button>
      }
    >
      {options === undefined && problem !== null && (
        <>
          <p className="max-w-64 px-2 py-1.5 text-[13px] text-danger">{problem}</p>
          <MenuItem onSelect={onRetry}>Try again</MenuItem>
        </>
      )}
      {options?.length === 0 && <p className="max-w-64 px-2 py-1.5 text-[13px] text-muted">{none}</p>}
      {options?.map(({ id, name, note }) => (
        <MenuItem key={id} aside={note} onSelect={() => onChoose(id)}>
          {name}
        </MenuItem>
      ))}
    </Menu>
  );
}
