import { useQuery } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Bot, Plus } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { SearchInput } from '#/components/ui/search-input.tsx';
import { AgentsTable } from './agents-table.tsx';
import { findAgents } from './find-agents.ts';

const route = getRouteApi('/_app/agents/');

/** All agents of the account. */
export function AgentsPage() {
  const { q } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(trpc.agents.list.queryOptions());
  const agents = list.data?.agents;
  const create = (
    <Button asChild variant="primary">
      <Link to="/agents/new">
        <Plus />
        New agent
      </Link>
    </Button>
  );
  const hasNone = agents?.length === 0;
  return (
    <Page title="Agents" description="The AI agents that answer your phone." actions={!hasNone && create}>
      <AgentsTable
        agents={agents && findAgents(agents, q)}
        error={list.isError ? toApiError(list.error).message : null}
        onRetry={() => void list.refetch()}
        toolbar={
          hasNone ? undefined : (
            <SearchInput
              label="Search agents"
              value={q}
              onValueChange={(text) => void navigate({ search: { q: text }, replace: true })}
            />
          )
        }
        empty={
          hasNone ? (
            <EmptyState
              icon={<Bot />}
              title="Create your first agent"
              text="An agent answers your calls in its own voice, following instructions you write. It takes two minutes, and you can talk to it here before you give it a number."
              action={create}
            />
          ) : (
            <EmptyState
              title={`No agents match “${q}”`}
              action={<Button onClick={() => void navigate({ search: { q: '' } })}>Show all agents</Button>}
            />
          )
        }
      />
    </Page>
  );
}
