import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Combobox } from '#/components/ui/combobox.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import type { PhoneNumber } from './phone-number.ts';
import { refreshNumbers } from './refresh-numbers.ts';

const NOBODY = 'nobody';

/** Lets a sub-account use one of the agency's numbers, or takes it back. */
export function AssignNumberDialog({ number, onClose }: { number: PhoneNumber; onClose: () => void }) {
  const { context } = useAccount();
  const queryClient = useQueryClient();
  const confirm = useConfirm();
  const [user, setUser] = useState(number.sub_account_id ?? NOBODY);
  const name = formatPhone(number.phone_number);
  const changesUser = user !== (number.sub_account_id ?? NOBODY);
  const assign = useMutation(
    trpc.phoneNumbers.assign.mutationOptions({
      onSuccess: ({ sub_account_name }) => {
        toast.success(sub_account_name ? `${name} assigned to ${sub_account_name}` : `${name} unassigned`);
        onClose();
      },
      onSettled: () => refreshNumbers(queryClient),
    }),
  );
  async function askAndAssign(): Promise<void> {
    const sure =
      !number.agent_id ||
      (await confirm({
        title: `Unassign ${name} from ${number.sub_account_name ?? 'its agent'}?`,
        body: 'Its agent stops answering it.',
        confirmLabel: user === NOBODY ? 'Unassign' : 'Assign',
        danger: true,
      }));
    if (sure) assign.mutate({ phone_number_id: number.id, sub_account_id: user === NOBODY ? null : user });
  }
  const options = [
    { value: NOBODY, label: 'Unassigned', description: 'Stays with the agency' },
    ...context.available_sub_accounts.map(({ id, name }) => ({ value: id, label: name })),
  ];
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={changesUser}
      title={`Assign ${name}`}
      description="The client then chooses which agent answers."
      onSubmit={() => void askAndAssign()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" disabled={!changesUser} loading={assign.isPending}>
            Assign
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={assign.error && toApiError(assign.error).message} />
        <Field label="Used by">
          <Combobox options={options} value={user} onValueChange={setUser} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
