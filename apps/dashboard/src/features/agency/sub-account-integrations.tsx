import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { X } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { VendorLogo } from '#/components/ui/vendor-logo.tsx';
import { useAccount } from '#/session/account.ts';
import { AssignMenu } from './assign-menu.tsx';
import { integrationName, providerName } from './integration-labels.ts';
import type { SubAccount } from './sub-account-status.ts';

type Integration = SubAccount['integrations'][number];

/** The agency's connections that a sub-account may use. */
export function SubAccountIntegrations({ account }: { account: SubAccount }) {
  const { isAdmin } = useAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const all = useQuery(trpc.agency.integrations.list.queryOptions());
  const onError = (error: unknown): void => toast.error(toApiError(error).message);
  const onSettled = (): Promise<void> => queryClient.invalidateQueries(trpc.agency.pathFilter());
  const assign = useMutation(
    trpc.agency.integrations.assign.mutationOptions({
      onSuccess({ errors: [problem] }) {
        if (problem) toast.error(problem.detail);
        else toast.success('Integration assigned');
      },
      onError,
      onSettled,
    }),
  );
  const remove = useMutation(
    trpc.agency.integrations.remove.mutationOptions({
      onSuccess: () => toast.success('Integration unassigned'),
      onError,
      onSettled,
    }),
  );
  const assigned = new Set(account.integrations.map(({ id }) => id));
  const free = all.data?.integrations.filter(({ id }) => !assigned.has(id));
  const mayChange = isAdmin && account.is_active;

  async function askAndRemove(integration: Integration): Promise<void> {
    const sure = await confirm({
      title: `Unassign ${integrationName(integration)}?`,
      body: takeBackText(account, integration),
      confirmLabel: 'Unassign',
      danger: true,
    });
    if (sure) remove.mutate({ sub_account_id: account.id, integration_id: integration.id });
  }

  return (
    <Card>
      <CardHeader
        title="Integrations"
        description="Your connections that this client can use."
        actions={
          mayChange && (
            <AssignMenu
              label="Assign an integration"
              pending={assign.isPending}
              problem={all.error && toApiError(all.error).message}
              onRetry={() => void all.refetch()}
              options={free?.map((one) => ({
                id: one.id,
                name: integrationName(one),
                note: providerName(one.provider),
              }))}
              onChoose={(id) => assign.mutate({ sub_account_id: account.id, integration_ids: [id] })}
              none={
                all.data?.total_count === 0 ? (
                  <Link to="/integrations">Connect an integration first</Link>
                ) : (
                  'All integrations are assigned'
                )
              }
            />
          )
        }
      />
      {account.integrations.length === 0 ? (
        <EmptyState
          title="None assigned"
          text="Its calls and texts go through its own Twilio account, or through the one you connected last. Assign one to choose which, and to let it import unassigned numbers."
          className="py-8"
        />
      ) : (
        <ul className="divide-y">
          {account.integrations.map((one) => (
            <li key={one.id} className="flex min-h-12 items-center gap-3 px-4 py-2 text-[13px]">
              <VendorLogo vendor={one.provider} name={providerName(one.provider)} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{integrationName(one)}</span>
                <span className="block truncate text-xs text-muted">{providerName(one.provider)}</span>
              </span>
              {!one.is_active && <Badge tone="warning">Not connected</Badge>}
              {mayChange && (
                <IconButton label={`Unassign ${integrationName(one)}`} onClick={() => void askAndRemove(one)}>
                  <X />
                </IconButton>
              )}
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

/** What taking one back changes. Twilio accounts of an agency carry the calls of sub-accounts without any other. */
function takeBackText({ name, integrations }: SubAccount, { id, provider }: Integration): string {
  if (provider !== 'twilio') return `${name} will lose access to it. It stays connected to your agency.`;
  const others = integrations.some((one) => one.provider === 'twilio' && one.id !== id);
  return `${name} can no longer see or import its numbers. ${
    others
      ? 'Its calls and texts go through the other one assigned to it.'
      : 'Unless it connects its own Twilio account, its calls and texts go through the one you connected last.'
  }`;
}
