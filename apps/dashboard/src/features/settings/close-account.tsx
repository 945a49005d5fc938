import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Banner } from '#/components/ui/banner.tsx';
import { Button } from '#/components/ui/button.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { FormSection } from '#/components/ui/form.tsx';
import { Time } from '#/components/ui/time.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';

/** Asks for the account and all its data to be deleted. */
export function CloseAccount() {
  const { tenant } = useAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const request = useQuery(trpc.account.getDeletionRequest.queryOptions());
  const ask = useMutation(
    trpc.account.requestDeletion.mutationOptions({
      onSuccess: () => queryClient.invalidateQueries(trpc.account.pathFilter()),
      onError: (error) => toast.error(toApiError(error).message),
    }),
  );

  async function askFirst(): Promise<void> {
    const sure = await confirm({
      title: 'Delete this account?',
      body: 'All agents, numbers, calls, recordings, and people will be deleted within 30 days. This can’t be undone.',
      confirmLabel: 'Request deletion',
      danger: true,
      typeToConfirm: tenant.name,
    });
    if (sure) ask.mutate({});
  }

  return (
    <FormSection title="Close account" description="Everything in this account is deleted within 30 days.">
      {request.error ? (
        <ErrorState message={toApiError(request.error).message} onRetry={() => void request.refetch()} />
      ) : request.data?.status === 'pending' ? (
        <Banner kind="warning" title="Deletion requested">
          <Time value={request.data.requested_at} format="day" />: {request.data.requested_by} asked for it. It is done
          by <Time value={request.data.due_at} format="day" />.
        </Banner>
      ) : (
        <div>
          <Button
            variant="danger"
            loading={ask.isPending}
            disabled={!request.isSuccess}
            onClick={() => void askFirst()}
          >
            Delete account
          </Button>
        </div>
      )}
    </FormSection>
  );
}
