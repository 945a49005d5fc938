import { AcceptInviteRequest } from '@leadlock/identity/invites/schemas';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { api } from '#/api/trpc.ts';
import { useBrand } from '#/brand/use-brand.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { beginSession } from '#/session/session.ts';
import { AuthCard } from './auth-card.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { MissingLink } from './missing-link.tsx';

const route = getRouteApi('/_auth/accept-invite');

export function AcceptInvitePage() {
  const { token } = route.useSearch();
  const { name } = useBrand();
  const router = useRouter();
  const form = useServerForm(AcceptInviteRequest, {
    defaultValues: { token, password: '' },
    async onSubmit(request) {
      beginSession(await api.invites.accept.mutate(request));
      await router.navigate({ to: '/' });
    },
  });
  const { errors, isSubmitting } = form.formState;
  if (token === '') return <MissingLink />;
  return (
    <AuthCard
      title={`Welcome to ${name}`}
      description="Set a password to sign in with."
      footer={
        <>
          Already accepted? <Link to="/sign-in">Sign in</Link>
        </>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem ?? errors.token?.message} />
        <Field label="Password" hint="At least 6 characters, and not a common one" error={errors.password?.message}>
          <PasswordInput autoComplete="new-password" autoFocus {...form.register('password')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Accept invitation
        </Button>
      </form>
    </AuthCard>
  );
}
