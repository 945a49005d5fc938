import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgencyAgentsPage } from '#/features/agency/agency-agents-page.tsx';
import { agencyAgentsQuery, AgencyAgentsSearch } from '#/features/agency/agency-agents-search.ts';

export const Route = createFileRoute('/_app/clients/agents')({
  validateSearch: AgencyAgentsSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(agencyAgentsQuery(deps)));
    inBackground(queryClient.prefetchQuery(trpc.agency.functions.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(agentOptionsQuery()));
  },
  component: AgencyAgentsPage,
});
