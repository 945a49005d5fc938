import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { CirclePause, CirclePlay, Ellipsis, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem, MenuSeparator } from '#/components/ui/menu.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';
import { useSwitchAccount } from '#/shell/switch-account.ts';
import { refreshSubAccounts } from './refresh-sub-accounts.ts';
import { statusOf, type SubAccount } from './sub-account-status.ts';

// Forms bring their checks along: they come when one is opened.
const EditSubAccountDialog = lazy(() => import('./edit-sub-account-dialog.tsx'));
const SuspendDialog = lazy(() => import('./suspend-dialog.tsx'));

/** What an agency can do with a sub-account as a whole. */
export function SubAccountActions({ account }: { account: SubAccount }) {
  const { isAdmin } = useAccount();
  const switchAccount = useSwitchAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [open, setOpen] = useState<'edit' | 'suspend' | null>(null);
  const status = statusOf(account);
  const subAccountId = account.id;

  const onError = (error: unknown): void => toast.error(toApiError(error).message);
  const onSettled = (): Promise<void> => refreshSubAccounts(queryClient);
  const resume = useMutation(
    trpc.agency.subAccounts.resume.mutationOptions({
      onSuccess: () => toast.success(`${account.name} resumed`),
      onError,
      onSettled,
    }),
  );
  const restore = useMutation(
    trpc.agency.subAccounts.update.mutationOptions({
      onSuccess: () => toast.success(`${account.name} restored`),
      onError,
      onSettled,
    }),
  );
  const remove = useMutation(
    trpc.agency.subAccounts.delete.mutationOptions({
      onSuccess: () => {
        toast.success(`${account.name} deleted`);
        inBackground(navigate({ to: '/clients' }));
      },
      onError,
      onSettled,
    }),
  );

  async function askAndDelete(): Promise<void> {
    const sure = await confirm({
      title: `Delete ${account.name}?`,
      body: 'Its agents stop answering. Its team and API keys become read-only. Its calls and usage stay in your reports, and you can restore it later.',
      confirmLabel: 'Delete client',
      danger: true,
      typeToConfirm: account.name,
    });
    if (sure) remove.mutate({ sub_account_id: subAccountId });
  }

  return (
    <>
      {isAdmin && (
        <Menu
          trigger={
            <IconButton
              label={`Actions for ${account.name}`}
              variant="secondary"
              loading={resume.isPending || restore.isPending || remove.isPending}
            >
              <Ellipsis />
            </IconButton>
          }
        >
          <MenuItem icon={<Pencil />} onSelect={() => setOpen('edit')}>
            Edit
          </MenuItem>
          {status === 'active' && (
            <MenuItem icon={<CirclePause />} onSelect={() => setOpen('suspend')}>
              Suspend
            </MenuItem>
          )}
          {status === 'suspended' && (
            <MenuItem icon={<CirclePlay />} onSelect={() => resume.mutate({ sub_account_id: subAccountId })}>
              Resume
            </MenuItem>
          )}
          <MenuSeparator />
          {status === 'deleted' ? (
            <MenuItem
              icon={<RotateCcw />}
              onSelect={() => restore.mutate({ sub_account_id: subAccountId, is_active: true })}
            >
              Restore
            </MenuItem>
          ) : (
            <MenuItem icon={<Trash2 />} danger onSelect={() => void askAndDelete()}>
              Delete
            </MenuItem>
          )}
        </Menu>
      )}
      {status !== 'deleted' && (
        <Button variant="primary" onClick={() => void switchAccount({ id: account.id, name: account.name })}>
          Open account
        </Button>
      )}
      <Suspense>
        {open === 'edit' && <EditSubAccountDialog account={account} onClose={() => setOpen(null)} />}
        {open === 'suspend' && <SuspendDialog account={account} onClose={() => setOpen(null)} />}
      </Suspense>
    </>
  );
}
