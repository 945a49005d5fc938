import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Trash2 } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { peopleQuery, removePerson, type Person } from './people-query.ts';
import type { SubAccount } from './sub-account-status.ts';

/** Takes a person's access to a sub-account away, or an invitation back. */
export function RemovePerson({ account, person }: { account: SubAccount; person: Person }) {
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const name = person.full_name ?? person.email;
  const invited = person.status === 'invited';
  const remove = useMutation({
    mutationFn: () => removePerson(account.id, person.id),
    onSuccess: () => toast.success(invited ? 'Invitation revoked' : `${name} removed`),
    onError: (error) => toast.error(toApiError(error).message),
    onSettled: () => queryClient.invalidateQueries({ queryKey: peopleQuery(account.id).queryKey }),
  });

  async function askAndRemove(): Promise<void> {
    const sure = await confirm({
      title: invited ? 'Revoke this invitation?' : `Remove ${name}?`,
      body: invited
        ? `The link sent to ${person.email} will stop working.`
        : `They’ll be signed out everywhere and lose access to ${account.name}. What they created stays.`,
      confirmLabel: invited ? 'Revoke' : 'Remove',
      danger: true,
    });
    if (sure) remove.mutate();
  }

  return (
    <IconButton
      label={invited ? `Revoke the invitation to ${name}` : `Remove ${name}`}
      disabled={remove.isPending}
      onClick={() => void askAndRemove()}
    >
      <Trash2 />
    </IconButton>
  );
}
