import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import type { Outputs } from '#/api/trpc.ts';
import { useBrand } from '#/brand/use-brand.ts';
import { Badge, type Tone } from '#/components/ui/badge.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { Time } from '#/components/ui/time.tsx';
import { actorName } from './actor-name.ts';
import { AuditThing } from './audit-thing.tsx';
import { AUDIT_PAGE_SIZE, auditLogQuery } from './audit-log-query.ts';

type Entry = Outputs['audit']['describe']['entries'][number];

const route = getRouteApi('/_app/settings/audit-log');

/** "Ana changed the agent Ava." */
function Sentence({ actor, action }: Pick<Entry, 'actor' | 'action'>) {
  const { name } = useBrand();
  return (
    <span className="font-normal">
      <span className="font-medium">{actorName(actor, name)}</span>{' '}
      {action.map(({ text, link }, index) =>
        // The parts of a sentence never change their places.
        // oxlint-disable-next-line react/no-array-index-key
        link === null ? text : <AuditThing key={index} link={link} text={text} />,
      )}
    </span>
  );
}

/** What is to be said of a change that did not simply succeed. */
const OUTCOMES: Record<Exclude<Entry['outcome'], 'succeeded'>, { label: string; tone: Tone }> = {
  begun: { label: 'Outcome unknown', tone: 'warning' },
  failed: { label: 'Failed', tone: 'danger' },
};

const COLUMNS: Column<Entry>[] = [
  {
    id: 'change',
    header: 'Change',
    className: 'whitespace-normal',
    cell: ({ actor, action, outcome }) => (
      <span className="inline-flex flex-wrap items-center gap-2">
        <Sentence actor={actor} action={action} />
        {outcome !== 'succeeded' && <Badge tone={OUTCOMES[outcome].tone}>{OUTCOMES[outcome].label}</Badge>}
      </span>
    ),
  },
  {
    id: 'ip',
    header: 'IP address',
    wide: true,
    mobile: 'hidden',
    cell: ({ ip }) => <span className="text-muted tabular-nums">{ip}</span>,
  },
  {
    id: 'when',
    header: 'When',
    mobile: 'aside',
    cell: ({ occurred_at }) => <Time value={occurred_at} className="text-muted max-sm:text-xs" />,
  },
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
        empty={<EmptyState picture="log" title="No changes yet" text="Changes to this account will appear here." />}
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
