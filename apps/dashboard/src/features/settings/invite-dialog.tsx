import { MemberInvite } from '@leadlock/identity/members/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { Controller } from 'react-hook-form';
import { inBackground } from '#/in-background.ts';
import { api, trpc } from '#/api/trpc.ts';
import { FormError } from '#/components/ui/form.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { RadioCards } from '#/components/ui/radio-cards.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { emptyAsNull } from '#/forms/empty-as-null.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { ROLE_OPTIONS } from './roles.ts';

interface InviteDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function InviteDialog({ open, onOpenChange }: InviteDialogProps) {
  const queryClient = useQueryClient();
  const form = useServerForm(MemberInvite, {
    defaultValues: { full_name: null, email: '', role: 'member' },
    async onSubmit(invitation) {
      await api.members.invite.mutate(invitation);
      toast.success(`Invitation sent to ${invitation.email}`);
      inBackground(queryClient.invalidateQueries(trpc.members.pathFilter()));
      change(false);
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const change = (next: boolean): void => {
    if (!next) form.reset();
    onOpenChange(next);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={change}
      dirty={isDirty}
      title="Invite a colleague"
      description="They’ll get an email with a link that works once and expires in seven days."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={() => change(false)}>Cancel</Button>
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
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <Field label="Role" error={errors.role?.message}>
              <RadioCards options={ROLE_OPTIONS} value={field.value} onValueChange={field.onChange} />
            </Field>
          )}
        />
      </FieldGroup>
    </Dialog>
  );
}
