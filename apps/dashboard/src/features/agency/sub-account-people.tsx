import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Mail, UserPlus } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Avatar } from '#/components/ui/avatar.tsx';
import { Button } from '#/components/ui/button.tsx';
import { Card, CardHeader } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { MemberStatus } from '#/features/settings/member-status.tsx';
import { useAccount } from '#/session/account.ts';
import { RemovePerson } from './remove-person.tsx';
import { peopleQuery, type Person } from './people-query.ts';
import type { SubAccount } from './sub-account-status.ts';

// Forms bring their checks along: they come when one is opened.
const InviteAdministratorDialog = lazy(() => import('./invite-administrator-dialog.tsx'));

/** Who can sign in to a sub-account, and the way in for the one who runs it. */
export function SubAccountPeople({ account }: { account: SubAccount }) {
  const { isAdmin, isOwner } = useAccount();
  const queryClient = useQueryClient();
  const [asking, setAsking] = useState(false);
  const people = useQuery(peopleQuery(account.id));
  const invite = useMutation(
    trpc.agency.subAccounts.invite.mutationOptions({
      onSuccess: ({ email }) => toast.success(`Invitation sent to ${email}`),
      onError: (error) => toast.error(toApiError(error).message),
      onSettled: () => queryClient.invalidateQueries({ queryKey: peopleQuery(account.id).queryKey }),
    }),
  );
  const email = account.admin_email?.toLowerCase();
  const administrator = people.data?.find((person) => person.email === email);
  const mayInvite = isAdmin && account.is_active && (administrator?.status ?? 'invited') === 'invited';
  const button = mayInvite && (
    <Button
      size="sm"
      loading={invite.isPending}
      disabled={people.isPending}
      onClick={() => (email ? invite.mutate({ sub_account_id: account.id }) : setAsking(true))}
    >
      {administrator ? <Mail /> : <UserPlus />}
      {administrator ? 'Resend' : 'Invite administrator'}
    </Button>
  );
  return (
    <Card>
      <CardHeader
        title="People"
        description={
          !account.is_active
            ? 'Read-only access: the client was deleted.'
            : email && !administrator && people.isSuccess
              ? `${account.admin_name || email} runs it and hasn’t been invited yet.`
              : 'People who can sign in to this account, besides you.'
        }
        actions={button}
      />
      {people.error ? (
        <ErrorState message={toApiError(people.error).message} onRetry={() => void people.refetch()} />
      ) : people.data === undefined ? (
        <Skeleton className="m-4 h-9" />
      ) : people.data.length === 0 ? (
        <EmptyState
          picture="people"
          title="No people yet"
          text={
            account.is_active
              ? 'Invite the person who runs it. They can invite the rest of the team.'
              : 'This client was deleted.'
          }
          className="py-8"
        />
      ) : (
        <ul className="max-h-80 divide-y overflow-y-auto">
          {people.data.map((person) => (
            <PersonItem
              key={person.id}
              person={person}
              // In one that is active, the agency works in the sub-account and finds its team there.
              action={isOwner && !account.is_active && <RemovePerson account={account} person={person} />}
            />
          ))}
        </ul>
      )}
      <Suspense>{asking && <InviteAdministratorDialog account={account} onClose={() => setAsking(false)} />}</Suspense>
    </Card>
  );
}

function PersonItem({ person: { email, full_name, role, status }, action }: { person: Person; action: ReactNode }) {
  return (
    <li className="flex items-center gap-3 px-4 py-2.5 text-[13px]">
      <Avatar name={full_name ?? email} />
      <span className="min-w-0 flex-1">
        <span className="block truncate font-medium">{full_name ?? email}</span>
        <span className="block truncate text-xs text-muted capitalize">
          {role}
          {full_name !== null && <span className="normal-case"> · {email}</span>}
        </span>
      </span>
      <MemberStatus status={status} />
      {action}
    </li>
  );
}
