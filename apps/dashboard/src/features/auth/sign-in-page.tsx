import { LoginRequest } from '@leadlock/api/forms/auth';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { Input } from '#/components/ui/input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { beginSession } from '#/session/session.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';

const route = getRouteApi('/_auth/sign-in');

export function SignInPage() {
  const { next } = route.useSearch();
  const { history } = useRouter();
  const form = useServerForm(LoginRequest, {
    defaultValues: { email: '', password: '' },
    async onSubmit(credentials) {
      beginSession(await api.auth.login.mutate(credentials));
      history.replace(next);
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <AuthCard
      title="Sign in"
      footer={
        <>
          New here? <Link to="/sign-up">Create an account</Link>
        </>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem} />
        <Field label="E-mail" error={errors.email?.message}>
          <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
        </Field>
        <Field
          label="Password"
          error={errors.password?.message}
          aside={
            <Link to="/forgot-password" className="rounded-sm text-brand-text underline-offset-4 hover:underline">
              Forgot it?
            </Link>
          }
        >
          <PasswordInput autoComplete="current-password" {...form.register('password')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Sign in
        </Button>
      </form>
    </AuthCard>
  );
}
