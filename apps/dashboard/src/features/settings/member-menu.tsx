import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Trash2, UserCheck, UserX } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '#/components/ui/menu.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';
import { ROLE_OPTIONS } from './roles.ts';
import type { Member } from './team-page.tsx';

/** What an owner can do with a colleague, or with an invitation. */
export function MemberMenu({ member }: { member: Member }) {
  const { user } = useAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const settled = {
    onError: (error: unknown) => toast.error(toApiError(error).message),
    onSettled: () => queryClient.invalidateQueries(trpc.members.pathFilter()),
  };
  const update = useMutation(trpc.members.update.mutationOptions(settled));
  const remove = useMutation(trpc.members.remove.mutationOptions(settled));
  const name = member.full_name ?? member.email;
  const invited = member.status === 'invited';

  async function askAndRemove(): Promise<void> {
    const sure = await confirm({
      title: invited ? 'Withdraw this invitation?' : `Remove ${name}?`,
      body: invited
        ? `The link that was sent to ${member.email} stops working.`
        : 'They are signed out everywhere and cannot sign in again. What they made stays.',
      confirmLabel: invited ? 'Withdraw' : 'Remove',
      danger: true,
    });
    if (sure) remove.mutate({ user_id: member.id });
  }

  if (member.id === user.id) return null;
  return (
    <Menu
      trigger={
        <IconButton label={`Actions for ${name}`}>
          <Ellipsis />
        </IconButton>
      }
    >
      {!invited && (
        <>
          <MenuLabel>Role</MenuLabel>
          <MenuRadioGroup
            label="Role"
            value={member.role}
            options={ROLE_OPTIONS}
            onValueChange={(value) => {
              const role = ROLE_OPTIONS.find((option) => option.value === value)?.value;
              if (role !== undefined) update.mutate({ user_id: member.id, role });
            }}
          />
          <MenuSeparator />
          {member.status === 'active' ? (
            <MenuItem icon={<UserX />} onSelect={() => update.mutate({ user_id: member.id, is_active: false })}>
              Disable
            </MenuItem>
          ) : (
            <MenuItem icon={<UserCheck />} onSelect={() => update.mutate({ user_id: member.id, is_active: true })}>
              Enable
            </MenuItem>
          )}
        </>
      )}
      <MenuItem icon={<Trash2 />} danger onSelect={() => void askAndRemove()}>
        {invited ? 'Withdraw invitation' : 'Remove'}
      </MenuItem>
    </Menu>
  );
}
