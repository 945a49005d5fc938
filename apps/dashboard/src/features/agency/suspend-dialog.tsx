import { SuspendSubAccountRequest } from '@leadlock/agency/sub-accounts/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Textarea } from '#/components/ui/textarea.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { emptyAsNull } from '#/forms/empty-as-null.ts';
import { refreshSubAccounts } from './refresh-sub-accounts.ts';
import type { SubAccount } from './sub-account-status.ts';

/** Stops what costs money in a sub-account, until it is resumed. */
export default function SuspendDialog({ account, onClose }: { account: SubAccount; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useServerForm(SuspendSubAccountRequest, {
    defaultValues: { reason: null },
    async onSubmit({ reason }) {
      await api.agency.subAccounts.suspend.mutate({ sub_account_id: account.id, reason });
      toast.success(`${account.name} suspended`);
      await refreshSubAccounts(queryClient);
      onClose();
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      title={`Suspend ${account.name}?`}
      description="Its team can still sign in and view everything. Its agents don’t answer, and no one can call, text, or use AI until you resume it."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="danger" loading={isSubmitting}>
            Suspend
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Field label="Reason" hint="Optional. Shown to the client." error={errors.reason?.message}>
          <Textarea rows={3} maxLength={500} {...form.register('reason', emptyAsNull)} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
