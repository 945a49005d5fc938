import { useMutation, useQuery } from '@tanstack/react-query';
import { trpc } from '#/api/trpc.ts';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { useAccount } from '#/session/account.ts';

/** What an address that is yet to be verified keeps from working; sends the link again. */
export default function VerificationNeeded() {
  const { user } = useAccount();
  // The link opens in another tab: coming back from there is when to look again.
  useQuery(trpc.auth.context.queryOptions(undefined, { refetchOnWindowFocus: 'always', staleTime: 0 }));
  const resend = useMutation(trpc.emailVerification.resend.mutationOptions());
  return (
    <Banner
      kind="warning"
      className="mx-4 mt-4 sm:mx-8"
      title="Verify your email address"
      action={
        resend.isSuccess ? null : (
          <Button size="sm" loading={resend.isPending} onClick={() => resend.mutate({})}>
            Resend link
          </Button>
        )
      }
    >
      {resend.isSuccess ? (
        <>A new link is on its way to {user.email}. It can take a few minutes.</>
      ) : (
        <>
          Open the link we sent to <span className="wrap-anywhere">{user.email}</span>. Until then, you can’t invite
          people or create API keys.
        </>
      )}
      {resend.isError && <p role="alert">{resend.error.message}</p>}
    </Banner>
  );
}
