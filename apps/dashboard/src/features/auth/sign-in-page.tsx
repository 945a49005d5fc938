import { Link } from '@tanstack/react-router';
import type { Resolver } from 'react-hook-form';
import { api, type Inputs } from '#/api/trpc.ts';
import { servedBrand } from '#/brand/brand.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useCheckedForm } from '#/forms/use-checked-form.ts';
import { beginSession } from '#/session/session.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';

type Credentials = Inputs['auth']['login'];

/** The schemas weigh as much as a fifth of this page, and whoever signs in has no rules to learn from them. */
const leaveToApi: Resolver<Credentials, unknown, Credentials> = (values) => ({ values, errors: {} });

export function SignInPage() {
  const form = useCheckedForm(leaveToApi, {
    defaultValues: { email: '', password: '' },
    async onSubmit(credentials) {
      beginSession(await api.auth.login.mutate(credentials));
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <AuthCard
      title="Sign in"
      footer={
        <div className="grid gap-1">
          <p>
            <Link to="/forgot-password">Forgot your password?</Link>
          </p>
          {/* An agency's clients are invited by it. */}
          {servedBrand === null && (
            <p>
              New here? <Link to="/sign-up">Create an account</Link>
            </p>
          )}
        </div>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem} />
        <Field label="Email" error={errors.email?.message}>
          <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
        </Field>
        <Field label="Password" error={errors.password?.message}>
          <PasswordInput autoComplete="current-password" {...form.register('password')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Sign in
        </Button>
      </form>
    </AuthCard>
  );
}
