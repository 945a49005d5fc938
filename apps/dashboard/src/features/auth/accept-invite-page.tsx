import { FullName } from '@leadlock/identity/auth/schemas';
import { AcceptInviteRequest } from '@leadlock/identity/invites/schemas';
import { getRouteApi, Link, useRouter } from '@tanstack/react-router';
import { api, type Outputs } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Field } from '#/components/ui/field.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Input } from '#/components/ui/input.tsx';
import { PasswordInput } from '#/components/ui/password-input.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { beginSession } from '#/session/session.ts';
import { AuthCard } from './auth-card.tsx';
import { CheckedLink } from './checked-link.tsx';
import { DeadLink } from './dead-link.tsx';

const route = getRouteApi('/_auth/accept-invite');

type Invitation = Extract<Outputs['invites']['check'], { status: 'open' }>;

export function AcceptInvitePage() {
  const { token } = route.useSearch();
  return (
    <CheckedLink
      title="Accept your invitation"
      token={token}
      check={(shown) => api.invites.check.mutate({ token: shown })}
    >
      {(invite) => {
        if (invite.status === 'open') return <AcceptInviteForm token={token} invitation={invite} />;
        if (invite.status === 'taken') {
          return (
            <DeadLink title="You already have an account">
              This email address belongs to another account. To join, ask for an invitation to a different email
              address.
            </DeadLink>
          );
        }
        return (
          <DeadLink title="This invitation no longer works">
            It was accepted, revoked, or has expired. If you haven’t joined yet, ask the person who invited you for a
            new invitation.
          </DeadLink>
        );
      }}
    </CheckedLink>
  );
}

function AcceptInviteForm({ token, invitation }: { token: string; invitation: Invitation }) {
  const { company_name, email, full_name, invited_by } = invitation;
  const router = useRouter();
  const form = useServerForm(AcceptInviteRequest.extend({ full_name: FullName }), {
    defaultValues: { token, full_name: full_name ?? '', password: '' },
    async onSubmit(request) {
      beginSession(await api.invites.accept.mutate(request));
      await router.navigate({ to: '/' });
    },
  });
  const { errors, isSubmitting } = form.formState;
  return (
    <AuthCard
      title={`Join ${company_name}`}
      description={
        <>
          {invited_by === null ? 'You’ve been invited to join.' : `${invited_by} invited you.`} You’ll sign in as{' '}
          <span className="break-words text-ink">{email}</span>.
        </>
      }
      footer={
        <>
          Already accepted? <Link to="/sign-in">Sign in</Link>
        </>
      }
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        {/* Tells password managers whose password it is. */}
        <input type="email" autoComplete="username" value={email} readOnly hidden />
        <FormError message={form.problem ?? errors.token?.message} />
        <Field label="Your name" error={errors.full_name?.message}>
          <Input autoComplete="name" autoFocus={full_name === null} {...form.register('full_name')} />
        </Field>
        <Field label="Password" hint="At least 6 characters, and not a common one" error={errors.password?.message}>
          <PasswordInput autoComplete="new-password" autoFocus={full_name !== null} {...form.register('password')} />
        </Field>
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Accept invitation
        </Button>
      </form>
    </AuthCard>
  );
}
