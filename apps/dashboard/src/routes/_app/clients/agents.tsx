import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgencyAgentsPage } from '#/features/agency/agency-agents-page.tsx';
import { AgencyAgentsSearch } from '#/features/agency/agency-agents-search.ts';

export const Route = createFileRoute('/_app/clients/agents')({
  validateSearch: AgencyAgentsSearch,
  loader: ({ context: { queryClient } }) => {
    inBackground(queryClient.prefetchQuery(trpc.agency.agents.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(trpc.agency.functions.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(agentOptionsQuery()));
  },
  component: AgencyAgentsPage,
});
