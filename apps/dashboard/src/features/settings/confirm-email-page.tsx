import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { api, trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { FormError } from '#/components/ui/form.tsx';
import { Page } from '#/components/ui/page.tsx';
import { SkeletonText } from '#/components/ui/skeleton.tsx';

const route = getRouteApi('/_app/confirm-email');

const PROBLEMS = {
  invalid: 'This link was used or has expired. Request a new one in your profile.',
  other: 'This link is for another account. Sign in to that account, then open the link again.',
} as const;

/** Asks before it uses the link: mail scanners open links, too. */
export function ConfirmEmailPage() {
  const { token } = route.useSearch();
  const check = useQuery({
    queryKey: ['email-change', token],
    queryFn: () => api.emailChange.check.mutate({ token }),
    staleTime: Infinity,
    gcTime: 0,
  });
  return (
    <Page title="Confirm your new email" width="narrow">
      {check.isPending && <SkeletonText />}
      {check.error && <ErrorState message={toApiError(check.error).message} onRetry={() => void check.refetch()} />}
      {check.data?.status === 'open' && <Confirmation token={token} email={check.data.email} />}
      {check.data && check.data.status !== 'open' && (
        <div className="grid justify-items-start gap-4">
          <p role="alert">{PROBLEMS[check.data.status]}</p>
          <Button asChild>
            <Link to="/settings/profile">Go to your profile</Link>
          </Button>
        </div>
      )}
    </Page>
  );
}

function Confirmation({ token, email }: { token: string; email: string }) {
  const queryClient = useQueryClient();
  const confirm = useMutation(
    trpc.emailChange.confirm.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.auth.pathFilter()),
    }),
  );
  if (confirm.isSuccess) {
    return (
      <div className="grid justify-items-start gap-4">
        <p role="status">
          You now sign in as <strong className="font-semibold break-words">{email}</strong>.
        </p>
        <Button asChild>
          <Link to="/">Continue</Link>
        </Button>
      </div>
    );
  }
  return (
    <div className="grid justify-items-start gap-4">
      <FormError message={confirm.error && toApiError(confirm.error).message} />
      <p>
        From now on, you’ll sign in as <strong className="font-semibold break-words">{email}</strong>. Your password
        stays the same.
      </p>
      <Button variant="primary" loading={confirm.isPending} onClick={() => confirm.mutate({ token })}>
        Confirm email
      </Button>
    </div>
  );
}
