import { MemberInvite } from '@leadlock/identity/members/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { emptyAsNull } from '#/forms/empty-as-null.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { peopleQuery } from './people-query.ts';
import { refreshSubAccounts } from './refresh-sub-accounts.ts';
import type { SubAccount } from './sub-account-status.ts';

/** Names the administrator of a sub-account that has none, and invites them. */
export default function InviteAdministratorDialog({ account, onClose }: { account: SubAccount; onClose: () => void }) {
  const queryClient = useQueryClient();
  const form = useServerForm(MemberInvite.pick({ email: true, full_name: true }), {
    defaultValues: { email: '', full_name: account.admin_name ?? null },
    async onSubmit({ email, full_name }) {
      const administrator = { admin_email: email, admin_name: full_name };
      await api.agency.subAccounts.update.mutate({ sub_account_id: account.id, ...administrator });
      await api.agency.subAccounts.invite.mutate({ sub_account_id: account.id });
      toast.success(`Invitation sent to ${email}`);
      await refreshSubAccounts(queryClient);
      await queryClient.invalidateQueries({ queryKey: peopleQuery(account.id).queryKey });
      onClose();
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      title="Invite administrator"
      description={`They run ${account.name}’s agents; the first administrator owns the account and can invite colleagues. The link works once and expires in seven days.`}
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Send invitation
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Field label="Name" aside="Optional" error={errors.full_name?.message}>
          <Input autoComplete="off" {...form.register('full_name', emptyAsNull)} />
        </Field>
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="off" {...form.register('email')} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
