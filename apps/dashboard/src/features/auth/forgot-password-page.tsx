import { ForgotPasswordRequest } from '@leadlock/identity/password-reset/schemas';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';

export function ForgotPasswordPage() {
  const [sentTo, setSentTo] = useState<string | null>(null);
  const form = useServerForm(ForgotPasswordRequest, {
    defaultValues: { email: '' },
    async onSubmit(request) {
      await api.passwordReset.forgot.mutate(request);
      setSentTo(request.email);
    },
  });
  const { errors, isSubmitting } = form.formState;
  const footer = <Link to="/sign-in">Back to sign in</Link>;
  if (sentTo !== null) {
    return (
      <AuthCard title="Check your email" footer={footer}>
        <p role="status" className="text-[13px] text-pretty text-muted">
          If <strong className="font-medium wrap-anywhere text-ink">{sentTo}</strong> has an account, we’ve sent a link
          to reset the password. It works once and expires in an hour.
        </p>
      </AuthCard>
    );
  }
  return (
    <AuthCard title="Forgot your password?" description="We’ll email you a link to reset it." footer={footer}>
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem} />
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Send link
        </Button>
      </form>
    </AuthCard>
  );
}
