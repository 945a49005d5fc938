import { Command } from 'cmdk';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { Avatar } from '#/components/ui/avatar.tsx';
import { formatNumber } from '#/format/number.ts';
import { useAccount } from '#/session/account.ts';
import type { ActingAccount } from '#/session/acting-account.ts';
import { findAccounts } from './find-accounts.ts';

/** More than anybody reads; a list of thousands would take seconds to draw. */
const MOST = 50;

/** The agency and its sub-accounts, to choose one by name. Loaded when it is first opened. */
export default function AccountList({ onChoose }: { onChoose: (account: ActingAccount | null) => void }) {
  const { tenant, acting, context } = useAccount();
  const [text, setText] = useState('');
  const own = findAccounts([tenant], text, MOST).shown.length > 0;
  const { shown, more } = findAccounts(context.available_sub_accounts, text, MOST);
  return (
    <Command label="Switch account" loop shouldFilter={false}>
      <Command.Input
        autoFocus
        placeholder="Find an account"
        value={text}
        onValueChange={setText}
        className="h-10 w-full border-b bg-transparent px-3 text-[13px] outline-none placeholder:text-muted max-sm:text-base"
      />
      <Command.List className="max-h-72 overflow-y-auto p-1">
        <Command.Empty className="p-4 text-center text-[13px] text-muted">No accounts found</Command.Empty>
        {own && (
          <AccountItem name={tenant.name} note="Agency" chosen={acting === null} onSelect={() => onChoose(null)} />
        )}
        {shown.map(({ id, name }) => (
          <AccountItem
            key={id}
            id={id}
            name={name}
            chosen={acting?.id === id}
            onSelect={() => onChoose({ id, name })}
          />
        ))}
        {more > 0 && <p className="px-2 py-1.5 text-xs text-muted">And {formatNumber(more)} more. Type to find one.</p>}
      </Command.List>
    </Command>
  );
}

interface AccountItemProps {
  id?: string;
  name: string;
  note?: string;
  chosen: boolean;
  onSelect: () => void;
}

function AccountItem({ id, name, note, chosen, onSelect }: AccountItemProps) {
  return (
    <Command.Item
      value={`${name} ${id ?? 'agency'}`}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-md px-2 text-[13px] aria-selected:bg-hover max-sm:h-11"
    >
      <Avatar name={name} size="sm" />
      <span className="min-w-0 flex-1 truncate">{name}</span>
      {note !== undefined && <span className="text-xs text-muted">{note}</span>}
      {chosen && <Check className="size-4 text-brand-text" aria-label="Current" />}
    </Command.Item>
  );
}
