import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { inBackground } from '#/in-background.ts';
import { toApiError } from '#/api/api-error.ts';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { AGENTS_PER_PAGE, agentsQuery } from './agents-queries.ts';
import { NEWEST_FIRST, type AgentsSearch } from './agents-search.ts';
import { AgentsTable } from './agents-table.tsx';

const route = getRouteApi('/_app/agents/');

/** All agents of the account. */
export function AgentsPage() {
  const search = route.useSearch();
  const { q, sort, desc, offset } = search;
  const navigate = route.useNavigate();
  const list = useQuery({ ...agentsQuery(search), placeholderData: keepPreviousData });
  const change = (next: Partial<AgentsSearch>): void =>
    inBackground(navigate({ search: (old) => ({ ...old, offset: 0, ...next }), replace: 'q' in next }));
  const create = (
    <Button asChild variant="primary">
      <Link to="/agents/new">
        <Plus />
        New agent
      </Link>
    </Button>
  );
  const hasNone = list.data?.total === 0 && q === '' && offset === 0 && !list.isPlaceholderData;
  return (
    <Page title="Agents" description="The AI agents that answer your phone." actions={!hasNone && create}>
      <AgentsTable
        agents={list.data?.agents}
        busy={list.isPlaceholderData}
        error={list.isError ? toApiError(list.error).message : null}
        onRetry={() => void list.refetch()}
        sorting={{ id: sort, desc }}
        onSortingChange={(next) =>
          change(next ? { sort: next.id as AgentsSearch['sort'], desc: next.desc } : NEWEST_FIRST)
        }
        toolbar={
          hasNone ? undefined : (
            <SearchInput label="Search agents" value={q} onValueChange={(text) => change({ q: text })} />
          )
        }
        onFirstPage={offset > 0 ? () => change({ offset: 0 }) : undefined}
        empty={
          hasNone ? (
            <EmptyState
              picture="agents"
              title="Create your first agent"
              text="An agent answers your calls in its own voice, following instructions you write. It takes two minutes, and you can talk to it here before you give it a number."
              action={create}
            />
          ) : (
            <EmptyState
              picture="search"
              title={`No agents match “${q}”`}
              action={<Button onClick={() => change({ q: '' })}>Show all agents</Button>}
            />
          )
        }
        footer={
          list.data &&
          list.data.total > AGENTS_PER_PAGE && (
            <Pagination
              offset={offset}
              limit={AGENTS_PER_PAGE}
              total={list.data.total}
              onOffsetChange={(next) => change({ offset: next })}
            />
          )
        }
      />
    </Page>
  );
}
