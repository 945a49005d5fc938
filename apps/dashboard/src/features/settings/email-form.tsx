import { EmailChangeRequest } from '@leadlock/identity/email-change/schemas';
import { useState } from 'react';
import { api } from '#/api/trpc.ts';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Field, FieldGroup } from '#/components/ui/field.tsx';
import { FormError, FormSection } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { useUnsavedGuard } from '#/forms/use-unsaved-guard.ts';
import { useAccount } from '#/session/account.ts';

const EMPTY = { email: '', current_password: '' };

/** The address stays as it is until the link that goes to the new one is opened. */
export function EmailForm() {
  const { user } = useAccount();
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useServerForm(EmailChangeRequest, {
    defaultValues: EMPTY,
    async onSubmit(request) {
      setSentTo(null);
      await api.emailChange.request.mutate(request);
      form.reset(EMPTY);
      setSentTo(request.email);
    },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  useUnsavedGuard(isDirty, 'Your new email address hasn’t been saved yet.');
  return (
    <FormSection
      title="Email"
      description={
        <>
          You sign in as <span className="break-words text-ink">{user.email}</span>.
        </>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)}>
        <FieldGroup>
          <FormError message={form.problem} />
          {sentTo !== null && (
            <Banner title="Check your email">
              We sent a link to {sentTo}. Open it within 24 hours to change your email.
            </Banner>
          )}
          <Field label="New email" error={errors.email?.message}>
            <Input type="email" autoComplete="off" {...form.register('email')} />
          </Field>
          <Field label="Your password" error={errors.current_password?.message}>
            <PasswordInput autoComplete="current-password" {...form.register('current_password')} />
          </Field>
          <div>
            <Button type="submit" disabled={!isDirty} loading={isSubmitting}>
              Change email
            </Button>
          </div>
        </FieldGroup>
      </form>
    </FormSection>
  );
}
