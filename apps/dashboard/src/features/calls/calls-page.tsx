import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link, Navigate } from '@tanstack/react-router';
import { Download } from 'lucide-react';
import { lazy, Suspense, useMemo, useState } from 'react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { DataTable } from '#/components/ui/data-table.tsx';
import { ExportBanner } from '#/components/ui/export-banner.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { useFoundAgents } from '#/features/agents/use-found-agents.ts';
import { useAccount } from '#/session/account.ts';
import { agentFilter } from './agent-filter.tsx';
import { CALL_COLUMNS, peekColumn, toCard } from './calls-columns.tsx';
import { CallsFilters, NO_FILTERS } from './calls-filters.tsx';
import { callsQuery } from './calls-queries.ts';
import { isFiltered, type CallsSearch } from './calls-search.ts';
import { NoCallsYet, NoMatchingCalls } from './no-calls.tsx';
import { RunningNow } from './running-now.tsx';
import { useCallsExport } from './use-calls-export.ts';
import { useLiveCalls } from './use-live-calls.ts';

// Most visits look into no call.
const CallPeek = lazy(() => import('./call-peek.tsx'));

const route = getRouteApi('/_app/calls/');

/** All calls, live. Those of an agency are its clients’. */
export function CallsPage() {
  return useAccount().isAgency ? <Navigate to="/clients/calls" replace /> : <Calls />;
}

function Calls() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const live = useLiveCalls();
  const found = useFoundAgents(search.agent);
  const hasAgents = found.agents.length > 1 || found.typed !== '' || search.agent !== undefined;
  const { begin, saving, bytes } = useCallsExport();
  const list = useQuery({ ...callsQuery(search), placeholderData: keepPreviousData });
  const change = (changes: Partial<CallsSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...changes }), replace: 'q' in changes }));
  const filtered = isFiltered(search);
  const [peeked, setPeeked] = useState<string | null>(null);
  const columns = useMemo(() => [...CALL_COLUMNS, peekColumn(setPeeked)], []);
  const isFirstRun = list.data?.total === 0 && !filtered && !list.isPlaceholderData;
  return (
    <Page
      title="Calls"
      description="Every call your agents made or answered, including live ones."
      actions={
        list.data &&
        !isFirstRun && (
          <Button disabled={list.data.total === 0} loading={saving} onClick={() => void begin(search)}>
            <Download />
            Export CSV
          </Button>
        )
      }
    >
      {saving && <ExportBanner bytes={bytes} />}
      <RunningNow {...live} />
      <DataTable
        label="Calls"
        columns={columns}
        rows={list.data?.calls}
        rowId={({ id }) => id}
        renderRowLink={({ id }, link) => <Link to="/calls/$callId" params={{ callId: id }} {...link} />}
        mobile={toCard}
        onPeek={setPeeked}
        busy={list.isPlaceholderData}
        error={list.error && toApiError(list.error).message}
        onRetry={() => void list.refetch()}
        skeletonRows={10}
        toolbar={
          isFirstRun ? undefined : (
            <CallsFilters
              search={search}
              onChange={change}
              whose={
                hasAgents
                  ? [agentFilter({ found, value: search.agent, onValueChange: (agent) => change({ agent }) })]
                  : []
              }
              whoseActive={search.agent === undefined ? 0 : 1}
              onClear={filtered ? () => change(NO_FILTERS) : undefined}
            />
          )
        }
        onFirstPage={search.offset > 0 ? () => change({ offset: 0 }) : undefined}
        empty={filtered ? <NoMatchingCalls onClear={() => change(NO_FILTERS)} /> : <NoCallsYet />}
        footer={
          list.data && (
            <Pagination
              offset={search.offset}
              limit={search.limit}
              total={list.data.total}
              onOffsetChange={(offset) => void navigate({ search: (old) => ({ ...old, offset }) })}
              onLimitChange={(limit) => change({ limit: limit as CallsSearch['limit'] })}
            />
          )
        }
      />
      {peeked !== null && (
        <Suspense>
          <CallPeek calls={list.data?.calls ?? []} id={peeked} onIdChange={setPeeked} />
        </Suspense>
      )}
    </Page>
  );
}
