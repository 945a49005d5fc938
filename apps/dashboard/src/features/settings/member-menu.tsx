import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Mail, Trash2, UserCheck, UserX } from 'lucide-react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem, MenuLabel, MenuRadioGroup, MenuSeparator } from '#/components/ui/menu.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';
import { ROLE_NAMES, ROLE_OPTIONS, type Role } from './roles.ts';
import type { Member } from './member.ts';

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
  const invite = useMutation(
    trpc.members.invite.mutationOptions({
      ...settled,
      onSuccess: ({ email }) => toast.success(`Invitation resent to ${email}`),
    }),
  );
  const name = member.full_name ?? member.email;
  const invited = member.status === 'invited';

  async function askAndChangeRole(role: Role): Promise<void> {
    if (role === member.role) return;
    const sure =
      (role !== 'owner' && member.role !== 'owner') ||
      (await confirm({
        title: role === 'owner' ? `Make ${name} an owner?` : `Take ownership from ${name}?`,
        body:
          role === 'owner'
            ? 'Owners manage the team. They can remove anyone, including you, and close the account.'
            : `As ${ROLE_NAMES[role].toLowerCase()} they can’t manage the team or close the account.`,
        confirmLabel: role === 'owner' ? 'Make owner' : `Make ${ROLE_NAMES[role].toLowerCase()}`,
        danger: true,
      }));
    if (!sure) return;
    update.mutate(
      { user_id: member.id, role },
      { onSuccess: () => toast.success(`${name} is now ${ROLE_NAMES[role].toLowerCase()}`) },
    );
  }

  async function askAndDisable(): Promise<void> {
    const sure = await confirm({
      title: `Disable ${name}?`,
      body: 'They’ll be signed out everywhere and can’t sign in until someone enables them again.',
      confirmLabel: 'Disable',
      danger: true,
    });
    if (!sure) return;
    update.mutate({ user_id: member.id, is_active: false }, { onSuccess: () => toast.success(`${name} disabled`) });
  }

  const enable = (): void =>
    update.mutate({ user_id: member.id, is_active: true }, { onSuccess: () => toast.success(`${name} enabled`) });

  const inviteAgain = (): void =>
    invite.mutate({ email: member.email, full_name: member.full_name, role: member.role });

  async function askAndRemove(): Promise<void> {
    const sure = await confirm({
      title: invited ? 'Revoke this invitation?' : `Remove ${name}?`,
      body: invited
        ? `The link sent to ${member.email} will stop working.`
        : 'They’ll be signed out everywhere and can’t sign in again. What they created stays.',
      confirmLabel: invited ? 'Revoke' : 'Remove',
      danger: true,
    });
    if (!sure) return;
    remove.mutate(
      { user_id: member.id },
      { onSuccess: () => toast.success(invited ? 'Invitation revoked' : `${name} removed`) },
    );
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
      {invited ? (
        <MenuItem icon={<Mail />} onSelect={inviteAgain}>
          Resend invitation
        </MenuItem>
      ) : (
        <>
          <MenuLabel>Role</MenuLabel>
          <MenuRadioGroup
            label="Role"
            value={member.role}
            options={ROLE_OPTIONS}
            onValueChange={(value) => {
              const role = ROLE_OPTIONS.find((option) => option.value === value)?.value;
              if (role !== undefined) inBackground(askAndChangeRole(role));
            }}
          />
          <MenuSeparator />
          {member.status === 'active' ? (
            <MenuItem icon={<UserX />} onSelect={() => void askAndDisable()}>
              Disable
            </MenuItem>
          ) : (
            <MenuItem icon={<UserCheck />} onSelect={enable}>
              Enable
            </MenuItem>
          )}
        </>
      )}
      <MenuItem icon={<Trash2 />} danger onSelect={() => void askAndRemove()}>
        {invited ? 'Revoke invitation' : 'Remove'}
      </MenuItem>
    </Menu>
  );
}
