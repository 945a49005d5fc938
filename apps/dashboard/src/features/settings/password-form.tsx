import { MeUpdate } from '@leadlock/identity/me/schemas';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError, FormSection } from '#/components/ui/form.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useAccount } from '#/session/account.ts';

const EMPTY = { current_password: '', new_password: '' };

export function PasswordForm() {
  const { user } = useAccount();
  const form = useServerForm(MeUpdate.pick({ current_password: true, new_password: true }), {
    defaultValues: EMPTY,
    async onSubmit(passwords) {
      await api.me.update.mutate(passwords);
      form.reset(EMPTY);
      toast.success('Password changed. Your other devices were signed out.');
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsavedGuard(isDirty, 'Your new password hasn’t been saved yet.');
  return (
    <FormSection title="Password" description="Changing it signs you out on all other devices.">
      <form noValidate onSubmit={(event) => void form.submit(event)}>
        {/* Tells password managers whose password it is. */}
        <input type="email" autoComplete="username" value={user.email} readOnly hidden />
        <FieldGroup>
          <FormError message={form.problem} />
          <Field label="Current password" error={errors.current_password?.message}>
            <PasswordInput autoComplete="current-password" {...form.register('current_password')} />
          </Field>
          <Field
            label="New password"
            hint="At least 6 characters, and not a common one"
            error={errors.new_password?.message}
          >
            <PasswordInput autoComplete="new-password" {...form.register('new_password')} />
          </Field>
          <div>
            <Button type="submit" loading={isSubmitting}>
              Change password
            </Button>
          </div>
        </FieldGroup>
      </form>
    </FormSection>
  );
}
