import { ChevronsUpDown } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { Avatar } from '#/components/ui/avatar.tsx';
import { Popover } from '#/components/ui/popover.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { useAccount } from '#/session/account.ts';
import type { ActingAccount } from '#/session/acting-account.ts';
import { useSwitchAccount } from './switch-account.ts';

const AccountList = lazy(() => import('./account-list.tsx'));

/** Lets an agency's people work in a sub-account as if it were theirs. */
export function AccountSwitcher({ onSwitch }: { onSwitch?: () => void }) {
  const { tenant, acting } = useAccount();
  const [open, setOpen] = useState(false);
  const switchAccount = useSwitchAccount();
  const choose = (account: ActingAccount | null): void => {
    setOpen(false);
    onSwitch?.();
    inBackground(switchAccount(account));
  };
  const current = acting?.name ?? tenant.name;
  return (
    <Popover
      label="Switch account"
      open={open}
      onOpenChange={setOpen}
      className="w-64 p-0"
      trigger={
        <button
          type="button"
          className="flex h-10 shrink-0 items-center gap-2.5 rounded-md border bg-canvas px-2.5 text-left text-[13px] font-medium transition-colors hover:border-line-strong max-sm:h-11"
        >
          <Avatar name={current} size="sm" />
          <span className="min-w-0 flex-1 truncate">
            <span className="sr-only">Account: </span>
            {current}
            <span className="sr-only">. Switch</span>
          </span>
          <ChevronsUpDown className="size-3.5 text-muted" aria-hidden="true" />
        </button>
      }
    >
      <Suspense fallback={<Skeleton className="m-3 h-24" />}>
        <AccountList onChoose={choose} />
      </Suspense>
    </Popover>
  );
}
