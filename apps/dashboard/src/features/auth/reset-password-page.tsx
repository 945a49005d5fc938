import { ResetPasswordRequest } from '@leadlock/identity/password-reset/schemas';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { CheckedLink } from './checked-link.tsx';
import { DeadLink } from './dead-link.tsx';

const route = getRouteApi('/_auth/reset-password');

const TITLE = 'Choose a new password';

export function ResetPasswordPage() {
  const { token } = route.useSearch();
  return (
    <CheckedLink title={TITLE} token={token} check={(shown) => api.passwordReset.check.mutate({ token: shown })}>
      {({ usable }) =>
        usable ? (
          <ResetPasswordForm token={token} />
        ) : (
          <DeadLink
            action={
              <Button variant="primary" asChild>
                <Link to="/forgot-password">Get a new link</Link>
              </Button>
            }
          >
            Reset links work once and expire in one hour.
          </DeadLink>
        )
      }
    </CheckedLink>
  );
}

function ResetPasswordForm({ token }: { token: string }) {
  const [changed, setChanged] = useState(false);
  const form = useServerForm(ResetPasswordRequest, {
    defaultValues: { token, new_password: '' },
    async onSubmit(request) {
      await api.passwordReset.reset.mutate(request);
      setChanged(true);
    },
  });
  const { errors, isSubmitting } = form.formState;
  if (changed) {
    return (
      <AuthCard title="Password changed">
        <p role="status" className="text-[13px] text-pretty text-muted">
          Sign in again on all your devices. API keys you created no longer work: replace them.
        </p>
        <Button variant="primary" asChild>
          <Link to="/sign-in">Sign in</Link>
        </Button>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={TITLE}
      description="This signs you out on all devices and revokes the API keys and invitations you created."
      footer={<Link to="/forgot-password">Get a new link</Link>}
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem ?? errors.token?.message} />
        <Field
          label="New password"
          hint="At least 6 characters, and not a common one"
          error={errors.new_password?.message}
        >
          <PasswordInput autoComplete="new-password" autoFocus {...form.register('new_password')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Change password
        </Button>
      </form>
    </AuthCard>
  );
}
