import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgentsPage } from '#/features/agents/agents-page.tsx';
import { agentsQuery } from '#/features/agents/agents-queries.ts';
import { AgentsSearch, NEWEST_FIRST } from '#/features/agents/agents-search.ts';

export const Route = createFileRoute('/_app/agents/')({
  validateSearch: AgentsSearch,
  search: { middlewares: [stripSearchParams({ q: '', offset: 0, ...NEWEST_FIRST })] },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(agentsQuery(deps)));
    return queryClient.ensureQueryData(agentOptionsQuery());
  },
  component: AgentsPage,
});
