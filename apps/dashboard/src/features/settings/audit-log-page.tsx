import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { ScrollText } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc, type Outputs } from '#/api/trpc.ts';
import { Badge, type Tone } from '#/components/ui/badge.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Time } from '#/components/ui/time.tsx';
import { useAccount } from '#/session/account.ts';
import { AUDIT_PAGE_SIZE, auditLogQuery } from './audit-log-query.ts';
import { operationName } from './operation-name.ts';

type Entry = Outputs['audit']['list']['entries'][number];

const route = getRouteApi('/_app/settings/audit-log');

/** Who made a change, by the name they have now. */
function ActorName({ actor }: { actor: Entry['actor'] }) {
  return actor.type === 'api_key' ? <KeyName id={actor.apiKeyId} /> : <PersonName id={actor.userId} />;
}

function KeyName({ id }: { id: unknown }) {
  const { data, isPending } = useQuery(trpc.apiKeys.list.queryOptions());
  if (isPending) return <Skeleton className="w-28" />;
  if (!data) return 'API key';
  const name = data.keys.find((key) => key.id === id)?.name;
  return name === undefined ? 'Deleted API key' : `API key “${name}”`;
}

function PersonName({ id }: { id: unknown }) {
  const { user, isSubAccount } = useAccount();
  const { data, isPending } = useQuery(trpc.members.list.queryOptions());
  if (id === user.id) return user.full_name ?? user.email;
  if (isPending) return <Skeleton className="w-28" />;
  if (!data) return 'Unknown';
  const member = data.members.find((each) => each.id === id);
  if (member !== undefined) return member.full_name ?? member.email;
  // The agency's people work in its sub-accounts and are in none of their teams.
  return isSubAccount ? 'Agency staff or former member' : 'Former member';
}

/** What is to be said of a change that did not simply succeed. */
const OUTCOMES: Record<Exclude<Entry['outcome'], 'succeeded'>, { label: string; tone: Tone }> = {
  begun: { label: 'Outcome unknown', tone: 'warning' },
  failed: { label: 'Failed', tone: 'danger' },
};

const COLUMNS: Column<Entry>[] = [
  {
    id: 'what',
    header: 'Action',
    cell: ({ operation, outcome }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        {operationName(operation)}
        {outcome !== 'succeeded' && <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].label}</Badge>}
      </span>
    ),
  },
  { id: 'who', header: 'User', cell: ({ actor }) => <ActorName actor={actor} /> },
  {
    id: 'target',
    header: 'On',
    mobile: 'hidden',
    cell: ({ target }) => (
      <code className="font-mono text-xs text-muted">{Object.values(target).join(' · ') || '—'}</code>
    ),
  },
  {
    id: 'ip',
    header: 'IP address',
    mobile: 'hidden',
    cell: ({ ip }) => <span className="text-muted tabular-nums">{ip}</span>,
  },
  { id: 'when', header: 'When', cell: ({ occurred_at }) => <Time value={occurred_at} /> },
];

export function AuditLogPage() {
  const { offset } = route.useSearch();
  const navigate = route.useNavigate();
  const log = useQuery({ ...auditLogQuery(offset), placeholderData: keepPreviousData });
  return (
    <Page title="Audit log" description="Changes made by owners, admins, and API keys.">
      <DataTable
        label="Audit log"
        columns={COLUMNS}
        rows={log.data?.entries}
        rowId={(entry) => entry.id}
        busy={log.isPlaceholderData}
        error={log.error && toApiError(log.error).message}
        onRetry={() => void log.refetch()}
        onFirstPage={offset > 0 ? () => void navigate({ search: { offset: 0 } }) : undefined}
        empty={
          <EmptyState icon={<ScrollText />} title="No changes yet" text="Changes to this account will appear here." />
        }
        footer={
          log.data && (
            <Pagination
              offset={offset}
              limit={AUDIT_PAGE_SIZE}
              total={log.data.total}
              onOffsetChange={(next) => void navigate({ search: { offset: next } })}
            />
          )
        }
      />
    </Page>
  );
}
