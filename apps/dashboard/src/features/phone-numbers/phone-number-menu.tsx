import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Ellipsis, Pencil, Trash2, Wrench } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Menu, MenuItem } from '#/components/ui/menu.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import { AssignNumberDialog } from './assign-number-dialog.tsx';
import { EditNumberDialog } from './edit-number-dialog.tsx';
import type { PhoneNumber } from './phone-number.ts';
import { refreshNumbers } from './refresh-numbers.ts';

interface PhoneNumberMenuProps {
  number: PhoneNumber;
  /** Something at Twilio keeps its calls from arriving. */
  hasProblems: boolean;
}

export function PhoneNumberMenu({ number, hasProblems }: PhoneNumberMenuProps) {
  const { isAgency, acting, tenant } = useAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const [editing, setEditing] = useState(false);
  const remove = useMutation(
    trpc.phoneNumbers.delete.mutationOptions({
      onSuccess: () => toast.success('Number removed'),
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => refreshNumbers(queryClient),
    }),
  );
  const setUp = useMutation(
    trpc.phoneNumbers.import.mutationOptions({
      onSuccess: () => toast.success(`${name} reconfigured`),
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => refreshNumbers(queryClient),
    }),
  );
  const name = formatPhone(number.phone_number);
  const owned = number.tenant_id === (acting?.id ?? tenant.id);

  async function askAndRemove(): Promise<void> {
    const sure = await confirm({
      title: `Remove ${name}?`,
      body: 'Agents stop answering it. It stays in your Twilio account, which keeps charging for it, and its calls stay in the call log.',
      confirmLabel: 'Remove number',
      danger: true,
    });
    if (sure) remove.mutate({ phone_number_id: number.id });
  }

  return (
    <>
      <Menu
        trigger={
          <IconButton label={`Actions for ${name}`}>
            <Ellipsis />
          </IconButton>
        }
      >
        <MenuItem icon={<Pencil />} onSelect={() => setEditing(true)}>
          {isAgency ? 'Assign' : 'Change name or agent'}
        </MenuItem>
        {owned && hasProblems && (
          <MenuItem icon={<Wrench />} onSelect={() => setUp.mutate({ phone_number_sids: [number.twilio_sid] })}>
            Reconfigure in Twilio
          </MenuItem>
        )}
        {owned && (
          <MenuItem icon={<Trash2 />} danger onSelect={() => void askAndRemove()}>
            Remove
          </MenuItem>
        )}
      </Menu>
      {editing && isAgency && <AssignNumberDialog number={number} onClose={() => setEditing(false)} />}
      {editing && !isAgency && <EditNumberDialog number={number} onClose={() => setEditing(false)} />}
    </>
  );
}
