import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ban, Ellipsis, Trash2 } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#/components/ui/menu.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import type { ApiKey } from './api-key.ts';

export function ApiKeyMenu({ apiKey: { id, name, is_active } }: { apiKey: ApiKey }) {
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const settled = {
    onError: (error: unknown) => toast.error(toApiError(error).message),
    onSettled: () => queryClient.invalidateQueries(trpc.apiKeys.pathFilter()),
  };
  const revoke = useMutation(trpc.apiKeys.revoke.mutationOptions(settled));
  const remove = useMutation(trpc.apiKeys.delete.mutationOptions(settled));

  async function askAndRevoke(): Promise<void> {
    const sure = await confirm({
      title: `Revoke “${name}”?`,
      body: 'Programs that use it will stop working immediately. This can’t be undone.',
      confirmLabel: 'Revoke',
      danger: true,
    });
    if (sure) revoke.mutate({ key_id: id });
  }

  async function askAndDelete(): Promise<void> {
    const sure = await confirm({
      title: `Delete “${name}”?`,
      body: is_active
        ? 'Programs that use it will stop working immediately, and it will be removed from this list.'
        : 'It will be removed from this list.',
      confirmLabel: 'Delete',
      danger: true,
    });
    if (sure) remove.mutate({ key_id: id });
  }

  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${name}`}>
          <Ellipsis />
        </IconButton>
      }
    >
      {is_active && (
        <MenuItem icon={<Ban />} onSelect={() => void askAndRevoke()}>
          Revoke
        </MenuItem>
      )}
      <MenuItem icon={<Trash2 />} danger onSelect={() => void askAndDelete()}>
        Delete
      </MenuItem>
    </Menu>
  );
}
