import { TwilioCredentialsRequest } from '@leadlock/crm/integrations/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { inBackground } from '#/in-background.ts';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Dialog } from '#/components/ui/dialog.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';

interface ConnectTwilioDialogProps {
  onClose: () => void;
  onConnected?: () => void;
}

export function ConnectTwilioDialog({ onClose, onConnected }: ConnectTwilioDialogProps) {
  const queryClient = useQueryClient();
  const form = useServerForm(TwilioCredentialsRequest, {
    defaultValues: { account_name: 'Twilio', account_sid: '', auth_token: '' },
    async onSubmit(credentials) {
      await api.integrations.connectTwilio.mutate(credentials);
      toast.success('Twilio connected');
      inBackground(queryClient.invalidateQueries(trpc.integrations.pathFilter()));
      inBackground(queryClient.invalidateQueries(trpc.phoneNumbers.pathFilter()));
      inBackground(queryClient.invalidateQueries(trpc.setup.pathFilter()));
      onConnected?.();
      onClose();
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  return (
    <Dialog
      open
      onOpenChange={onClose}
      dirty={isDirty}
      title="Connect Twilio"
      description="Find both on the Twilio Console home page under “Account Info”."
      onSubmit={() => void form.submit()}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Connect
          </Button>
        </>
      }
    >
      <FieldGroup>
        <FormError message={form.problem} />
        <Field label="Account SID" error={errors.account_sid?.message}>
          <Input spellCheck={false} autoComplete="off" placeholder="AC…" {...form.register('account_sid')} />
        </Field>
        <Field label="Auth token" error={errors.auth_token?.message}>
          <PasswordInput autoComplete="off" {...form.register('auth_token')} />
        </Field>
        <Field label="Name" hint="A name for this Twilio account" error={errors.account_name?.message}>
          <Input autoComplete="off" {...form.register('account_name')} />
        </Field>
      </FieldGroup>
    </Dialog>
  );
}
