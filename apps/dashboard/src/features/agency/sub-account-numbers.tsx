import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Badge } from '#/components/ui/badge.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { formatPhone } from '#/format/phone.ts';
import { useAccount } from '#/session/account.ts';
import { givenName } from '#/features/phone-numbers/given-name.ts';
import { refreshNumbers } from '#/features/phone-numbers/refresh-numbers.ts';
import { AssignMenu } from './assign-menu.tsx';
import type { SubAccount } from './sub-account-status.ts';

type PhoneNumber = Outputs['phoneNumbers']['list']['phone_numbers'][number];

/** The agency's numbers that a sub-account answers. */
export function SubAccountNumbers({ account }: { account: SubAccount }) {
  const { isAdmin } = useAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const numbers = useQuery(trpc.phoneNumbers.list.queryOptions({ sub_account_id: account.id }));
  const free = useQuery(trpc.phoneNumbers.listAssignable.queryOptions());
  const assign = useMutation(
    trpc.phoneNumbers.assign.mutationOptions({
      onSuccess: ({ sub_account_id }) => toast.success(sub_account_id ? 'Number assigned' : 'Number unassigned'),
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => refreshNumbers(queryClient),
    }),
  );
  const mayChange = isAdmin && account.is_active;

  async function askAndTakeBack(number: PhoneNumber): Promise<void> {
    const sure = await confirm({
      title: `Unassign ${formatPhone(number.phone_number)}?`,
      body: `${number.agent_id ? 'Its agent stops answering it. ' : ''}The number returns to your agency, and you can assign it again.`,
      confirmLabel: 'Unassign',
      danger: true,
    });
    if (sure) assign.mutate({ phone_number_id: number.id, sub_account_id: null });
  }

  return (
    <Card>
      <CardHeader
        title="Phone numbers"
        description="Your numbers that this client answers."
        actions={
          mayChange && (
            <AssignMenu
              label="Assign a phone number"
              pending={assign.isPending}
              problem={free.error && toApiError(free.error).message}
              onRetry={() => void free.refetch()}
              options={free.data?.phone_numbers.map((number) => ({
                id: number.id,
                name: formatPhone(number.phone_number),
                note: givenName(number) ?? undefined,
              }))}
              onChoose={(id) => assign.mutate({ phone_number_id: id, sub_account_id: account.id })}
              none="No unassigned numbers. Import one under Phone numbers."
            />
          )
        }
      />
      {numbers.error ? (
        <ErrorState message={toApiError(numbers.error).message} onRetry={() => void numbers.refetch()} />
      ) : numbers.data === undefined ? (
        <Skeleton className="m-4 h-9" />
      ) : numbers.data.total === 0 ? (
        <EmptyState title="None assigned" text="It can’t take calls without one." className="py-8" />
      ) : (
        <ul className="max-h-80 divide-y overflow-y-auto">
          {numbers.data.phone_numbers.map((number) => (
            <li key={number.id} className="flex min-h-12 items-center gap-3 px-4 py-2 text-[13px]">
              <span className="min-w-0 flex-1">
                <span className="block font-medium tabular-nums">{formatPhone(number.phone_number)}</span>
                {givenName(number) !== null && (
                  <span className="block truncate text-xs text-muted">{givenName(number)}</span>
                )}
              </span>
              {!number.agent_id && <Badge tone="warning">No agent assigned</Badge>}
              {mayChange && number.tenant_id !== account.id && (
                <IconButton
                  label={`Unassign ${formatPhone(number.phone_number)}`}
                  onClick={() => void askAndTakeBack(number)}
                >
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
