import { ResetPasswordRequest } from '@leadlock/api/forms/auth';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { toast } from 'sonner';
import { api } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { MissingLink } from './missing-link.tsx';

const route = getRouteApi('/_auth/reset-password');

export function ResetPasswordPage() {
  const { token } = route.useSearch();
  const router = useRouter();
  const form = useServerForm(ResetPasswordRequest, {
    defaultValues: { token, new_password: '' },
    async onSubmit(request) {
      await api.passwordReset.reset.mutate(request);
      toast.success('Your password is changed. Sign in with the new one.');
      await router.navigate({ to: '/sign-in' });
    },
  });
  const { errors, isSubmitting } = form.formState;
  if (token === '') return <MissingLink />;
  return (
    <AuthCard
      title="Choose a new password"
      description="Every device that is signed in will have to sign in again."
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
