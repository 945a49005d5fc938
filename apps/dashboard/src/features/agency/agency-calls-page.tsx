import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { DataTable, type Column } from '#/components/ui/data-table.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { agentFilter } from '#/features/calls/agent-filter.tsx';
import { CALL_COLUMNS, toCard } from '#/features/calls/calls-columns.tsx';
import { CallsFilters, NO_FILTERS } from '#/features/calls/calls-filters.tsx';
import { NoMatchingCalls } from '#/features/calls/no-calls.tsx';
import { RunningNow } from '#/features/calls/running-now.tsx';
import { useAccount } from '#/session/account.ts';
import { agencyCallsQuery, isNarrowed, MOST_CALLS, type AgencyCallsSearch } from './agency-calls-search.ts';
import { subAccountFilter } from './sub-account-filter.tsx';
import { useFoundAgencyAgents } from './use-found-agency-agents.ts';
import { useAgencyCallsLive } from './use-agency-calls-live.ts';
import { useOpenCall, type AgencyCall } from './use-open-call.ts';

const route = getRouteApi('/_app/clients/calls');

const CLIENT: Column<AgencyCall> = {
  id: 'account',
  header: 'Client',
  className: 'max-w-36 truncate @4xl:max-w-56',
  cell: ({ account_name }) => account_name,
};
/** Whose call it was takes the room of these. */
const LESS: Record<string, Pick<Column<AgencyCall>, 'wide'>> = { direction: { wide: 'xl' }, outcome: { wide: true } };
const [CALLER, ...OTHERS] = CALL_COLUMNS;
const COLUMNS: Column<AgencyCall>[] = CALLER
  ? [CALLER, CLIENT, ...OTHERS.map((column) => ({ ...column, ...LESS[column.id] }))]
  : [];

/** The calls of all clients and of the agency itself, live. */
export function AgencyCallsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { context } = useAccount();
  const { running, connection } = useAgencyCallsLive();
  const openCall = useOpenCall();
  const open = (call: AgencyCall): void => inBackground(openCall(call));
  const list = useQuery({ ...agencyCallsQuery(search), placeholderData: keepPreviousData });
  const found = useFoundAgencyAgents(search.account, search.agent);
  const change = (changes: Partial<AgencyCallsSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...changes }), replace: 'q' in changes }));
  const clear = (): void => change({ ...NO_FILTERS, account: undefined });
  const narrowed = isNarrowed(search);
  const hasNone = list.data?.total === 0 && !narrowed && search.offset === 0 && !list.isPlaceholderData;
  return (
    <Page
      title="Calls"
      description="Your clients’ calls, including live ones. Opening one switches you to its account."
    >
      <RunningNow running={running} connection={connection} onOpen={open} />
      <DataTable
        label="Calls"
        columns={COLUMNS}
        rows={list.data?.calls}
        rowId={({ id }) => id}
        onRowClick={open}
        mobile={toCard}
        busy={list.isPlaceholderData}
        error={list.error && toApiError(list.error).message}
        onRetry={() => void list.refetch()}
        skeletonRows={10}
        toolbar={
          hasNone ? undefined : (
            <CallsFilters
              search={search}
              onChange={change}
              whose={[
                subAccountFilter({
                  accounts: context.available_sub_accounts,
                  value: search.account,
                  onValueChange: (account) => change({ account, agent: undefined }),
                }),
                agentFilter({ found, value: search.agent, onValueChange: (agent) => change({ agent }) }),
              ]}
              whoseActive={[search.account, search.agent].filter((set) => set !== undefined).length}
              onClear={narrowed ? clear : undefined}
            />
          )
        }
        onFirstPage={search.offset > 0 ? () => change({ offset: 0 }) : undefined}
        empty={
          narrowed ? (
            <NoMatchingCalls onClear={clear} text={isSearchOfAll(search) ? NOT_ALL_SEARCHED : undefined} />
          ) : (
            <NoCallsYet />
          )
        }
        footer={list.data && <Pages search={search} list={list.data} onChange={change} />}
      />
    </Page>
  );
}

/** The api then searches the newest calls alone. */
const isSearchOfAll = ({ q, account, agent }: AgencyCallsSearch): boolean =>
  q !== '' && account === undefined && agent === undefined;
const NOT_ALL_SEARCHED =
  'Only the newest calls of all clients are searched. Choose a client to search all its calls, or choose dates.';

interface PagesProps {
  search: AgencyCallsSearch;
  list: { calls: readonly unknown[]; total: number | null };
  onChange: (changes: Partial<AgencyCallsSearch>) => void;
}

function Pages({ search: { offset, limit }, list: { calls, total }, onChange }: PagesProps) {
  const isEnd = offset + limit > MOST_CALLS;
  return (
    <>
      {isEnd && (total === null || total > offset + calls.length) && (
        <p className="text-[13px] text-muted">
          These are the oldest calls shown here. Filter by date to see older ones.
        </p>
      )}
      <Pagination
        offset={offset}
        limit={limit}
        total={isEnd ? offset + calls.length : total}
        count={calls.length}
        onOffsetChange={(next) => onChange({ offset: next })}
        onLimitChange={(next) => onChange({ limit: next as AgencyCallsSearch['limit'] })}
      />
    </>
  );
}

const NoCallsYet = () => (
  <EmptyState
    picture="calls"
    title="No calls yet"
    text="Once a client’s agent takes a call, it appears here live."
    action={
      <Button variant="primary" asChild>
        <Link to="/clients">Clients</Link>
      </Button>
    }
  />
);
