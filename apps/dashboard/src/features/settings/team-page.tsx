import { useQuery } from '@tanstack/react-query';
import { UserPlus } from 'lucide-react';
import { useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Avatar } from '#/components/ui/avatar.tsx';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Time } from '#/components/ui/time.tsx';
import { useAccount } from '#/session/account.ts';
import { InviteDialog } from './invite-dialog.tsx';
import { MemberMenu } from './member-menu.tsx';
import { MemberStatus } from './member-status.tsx';
import { ROLE_NAMES } from './roles.ts';
import type { Member } from './member.ts';

const COLUMNS: Column<Member>[] = [
  {
    id: 'name',
    header: 'Name',
    className: 'max-w-80 @4xl:max-w-lg',
    sortBy: (member) => member.full_name ?? member.email,
    cell: (member) => (
      <span className="flex min-w-0 items-center gap-3">
        <Avatar name={member.full_name ?? member.email} />
        <span className="flex min-w-0 flex-wrap items-baseline gap-x-2">
          <span className="truncate font-medium">{member.full_name ?? member.email}</span>
          {member.full_name !== null && <span className="truncate text-xs text-muted">{member.email}</span>}
        </span>
      </span>
    ),
  },
  { id: 'role', header: 'Role', sortBy: (member) => member.role, cell: (member) => ROLE_NAMES[member.role] },
  {
    id: 'status',
    header: 'Status',
    mobile: 'aside',
    sortBy: (member) => member.status,
    cell: ({ status }) => <MemberStatus status={status} />,
  },
  {
    id: 'since',
    header: 'Joined',
    mobile: 'hidden',
    sortBy: (member) => member.created_at,
    cell: (member) => <Time value={member.created_at} />,
  },
];

const ACTIONS: Column<Member> = {
  id: 'actions',
  header: 'Actions',
  kind: 'actions',
  cell: (member) => <MemberMenu member={member} />,
};

export function TeamPage() {
  const { isOwner } = useAccount();
  const [inviting, setInviting] = useState(false);
  const members = useQuery(trpc.members.list.queryOptions());
  return (
    <Page
      title="Team"
      description="Everyone who can sign in to this account. Owners manage the team, admins change settings, and members work with calls and agents."
      actions={
        isOwner && (
          <Button variant="primary" onClick={() => setInviting(true)}>
            <UserPlus />
            Invite
          </Button>
        )
      }
    >
      <DataTable
        label="Team"
        columns={isOwner ? [...COLUMNS, ACTIONS] : COLUMNS}
        rows={members.data?.members}
        rowId={(member) => member.id}
        error={members.error && toApiError(members.error).message}
        onRetry={() => void members.refetch()}
      />
      <InviteDialog open={inviting} onOpenChange={setInviting} />
    </Page>
  );
}
