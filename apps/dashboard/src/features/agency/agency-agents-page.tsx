import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Filters } from '#/components/ui/filters.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { useAccount } from '#/session/account.ts';
import { AGENCY_AGENTS_PER_PAGE, agencyAgentsQuery, type AgencyAgentsSearch } from './agency-agents-search.ts';
import { AgencyAgentsTable } from './agency-agents-table.tsx';
import { FunctionsCard } from './functions-card.tsx';
import { subAccountFilter } from './sub-account-filter.tsx';

const route = getRouteApi('/_app/clients/agents');

/** The agents of all sub-accounts. */
export function AgencyAgentsPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { context } = useAccount();
  const list = useQuery({ ...agencyAgentsQuery(search), placeholderData: keepPreviousData });
  const { offset } = search;
  const change = (next: Partial<AgencyAgentsSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...next }), replace: true }));
  const isNarrowed = search.q !== '' || search.account !== undefined || offset > 0;
  const hasNone = list.data?.total === 0 && !isNarrowed && !list.isPlaceholderData;
  return (
    <Page title="Agents" description="Your clients’ agents. Opening one switches you to its account.">
      <AgencyAgentsTable
        rows={list.data?.agents}
        busy={list.isPlaceholderData}
        sorting={{ id: search.sort, desc: search.desc }}
        onSortingChange={(next) =>
          change(
            next ? { sort: next.id as AgencyAgentsSearch['sort'], desc: next.desc } : { sort: 'created', desc: true },
          )
        }
        error={list.error && toApiError(list.error).message}
        onRetry={() => void list.refetch()}
        toolbar={
          hasNone ? undefined : (
            <Filters
              search={<SearchInput label="Search agents" value={search.q} onValueChange={(q) => change({ q })} />}
              filters={[
                subAccountFilter({
                  accounts: context.available_sub_accounts,
                  value: search.account,
                  onValueChange: (account) => change({ account }),
                }),
              ]}
              active={search.account === undefined ? 0 : 1}
            />
          )
        }
        onFirstPage={offset > 0 ? () => change({ offset: 0 }) : undefined}
        empty={
          hasNone ? (
            <EmptyState
              picture="agents"
              title="No agents yet"
              text="Agents belong to clients. Open a client to create its first agent."
              action={
                <Button variant="primary" asChild>
                  <Link to="/clients">Clients</Link>
                </Button>
              }
            />
          ) : (
            <EmptyState
              picture="search"
              title="No agents match"
              action={<Button onClick={() => change({ q: '', account: undefined })}>Show all agents</Button>}
            />
          )
        }
        footer={
          list.data && (
            <Pagination
              offset={offset}
              limit={AGENCY_AGENTS_PER_PAGE}
              total={list.data.total}
              onOffsetChange={(next) => change({ offset: next })}
            />
          )
        }
      />
      <FunctionsCard />
    </Page>
  );
}
