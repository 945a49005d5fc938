import { Command } from 'cmdk';
import { Check, ChevronsUpDown } from 'lucide-react';
import { useState } from 'react';
import { classNames } from '#/components/class-names.ts';
import { Button } from '#/components/ui/button.tsx';
import { useFieldControl } from '#/components/ui/field-context.ts';
import { optionClass } from '#/components/ui/floating-class.ts';
import { Popover } from '#/components/ui/popover.tsx';
import { formatNumber } from '#/format/number.ts';
import { findAccounts } from '#/shell/find-accounts.ts';

/** More than anybody reads; a list of thousands would take seconds to draw. */
const MOST = 50;

interface Account {
  id: string;
  name: string;
  slug: string;
}

interface AccountComboboxProps {
  accounts: readonly Account[] | undefined;
  /** Null: none of them. */
  value: string | null;
  onValueChange: (id: string | null) => void;
  /** What choosing none of them is called; absent: one must be chosen. */
  none?: string;
  'aria-label'?: string;
}

/** One of an agency's sub-accounts, of which there may be thousands, found by name. */
export function AccountCombobox({ accounts, value, onValueChange, none, ...rest }: AccountComboboxProps) {
  const [open, setOpen] = useState(false);
  const [text, setText] = useState('');
  const control = useFieldControl({});
  const { shown, more } = findAccounts(accounts ?? [], text, MOST);
  const chosen = accounts?.find(({ id }) => id === value);
  const openOrClose = (next: boolean): void => {
    setOpen(next);
    setText('');
  };
  const choose = (id: string | null): void => {
    onValueChange(id);
    openOrClose(false);
  };
  const trigger = (
    <Button
      // oxlint-disable-next-line jsx-a11y/role-has-required-aria-props -- Radix adds aria-controls and aria-expanded
      role="combobox"
      disabled={accounts === undefined}
      {...rest}
      {...control}
      className="w-full justify-between font-normal"
    >
      <span className={classNames('truncate', !chosen && none === undefined && 'text-muted')}>
        {chosen?.name ?? none ?? 'Choose a sub-account'}
      </span>
      <ChevronsUpDown aria-hidden className="text-muted" />
    </Button>
  );
  return (
    <Popover trigger={trigger} label="Sub-accounts" open={open} onOpenChange={openOrClose} className="p-0">
      <Command loop shouldFilter={false} label="Find a sub-account" defaultValue={value ?? undefined}>
        <Command.Input
          placeholder="Find a sub-account"
          value={text}
          onValueChange={setText}
          className="h-10 w-full border-b bg-transparent px-3 text-[13px] outline-none placeholder:text-muted max-sm:text-base"
        />
        <Command.List className="max-h-72 overflow-y-auto p-1">
          <Command.Empty className="p-4 text-center text-[13px] text-muted">
            No sub-account goes by that name.
          </Command.Empty>
          {none !== undefined && text === '' && (
            <Option name={none} value="none" chosen={value === null} onChoose={() => choose(null)} />
          )}
          {shown.map(({ id, name }) => (
            <Option key={id} name={name} value={id} chosen={id === value} onChoose={() => choose(id)} />
          ))}
          {more > 0 && (
            <p className="px-2 py-1.5 text-xs text-muted">And {formatNumber(more)} more. Type to find one.</p>
          )}
        </Command.List>
      </Command>
    </Popover>
  );
}

interface OptionProps {
  name: string;
  value: string;
  chosen: boolean;
  onChoose: () => void;
}

function Option({ name, value, chosen, onChoose }: OptionProps) {
  return (
    <Command.Item value={value} onSelect={onChoose} className={optionClass}>
      <Check aria-hidden className={chosen ? undefined : 'invisible'} />
      <span className="min-w-0 flex-1">
        {name}
        {chosen && <span className="sr-only"> (chosen)</span>}
      </span>
    </Command.Item>
  );
}
