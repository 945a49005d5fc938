import { VerifyEmailRequest } from '@leadlock/identity/email-verification/schemas';
import { useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { useState } from 'react';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { useServerForm } from '#/forms/use-server-form.ts';
import { AuthCard } from './auth-card.tsx';
import { CheckedLink } from './checked-link.tsx';
import { DeadLink } from './dead-link.tsx';

const route = getRouteApi('/_auth/verify-email');

const TITLE = 'Verify your email address';

export function VerifyEmailPage() {
  const { token } = route.useSearch();
  return (
    <CheckedLink title={TITLE} token={token} check={(shown) => api.emailVerification.check.mutate({ token: shown })}>
      {({ usable }) =>
        usable ? (
          <VerifyEmailForm token={token} />
        ) : (
          <DeadLink>Verification links expire in 24 hours. Sign in and click “Resend link” to get a new one.</DeadLink>
        )
      }
    </CheckedLink>
  );
}

/** Asks before it uses the link: mail scanners open links, too, and would say yes for somebody else. */
function VerifyEmailForm({ token }: { token: string }) {
  const queryClient = useQueryClient();
  const [verified, setVerified] = useState(false);
  const form = useServerForm(VerifyEmailRequest, {
    defaultValues: { token },
    async onSubmit(request) {
      await api.emailVerification.verify.mutate(request);
      await queryClient.invalidateQueries({ queryKey: trpc.auth.context.queryKey() });
      setVerified(true);
    },
  });
  const { errors, isSubmitting } = form.formState;
  if (verified) {
    return (
      <AuthCard title="Email address verified">
        <p role="status" className="text-[13px] text-pretty text-muted">
          You can now invite your team and create API keys.
        </p>
        <Button variant="primary" asChild>
          <Link to="/">Continue</Link>
        </Button>
      </AuthCard>
    );
  }
  return (
    <AuthCard
      title={TITLE}
      description="Only continue if you created this account yourself."
      footer={<Link to="/">Not now</Link>}
    >
      <form noValidate onSubmit={(event) => void form.submit(event)} className="grid gap-5">
        <FormError message={form.problem ?? errors.token?.message} />
        <Button type="submit" variant="primary" loading={isSubmitting}>
          Verify email address
        </Button>
      </form>
    </AuthCard>
  );
}
