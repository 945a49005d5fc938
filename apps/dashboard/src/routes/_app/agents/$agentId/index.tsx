import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgentPage } from '#/features/agents/agent-page.tsx';
import { agentQuery } from '#/features/agents/agents-queries.ts';

export const Route = createFileRoute('/_app/agents/$agentId/')({
  loader: ({ context: { queryClient }, params }) => {
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({})));
    return Promise.all([
      queryClient.ensureQueryData(agentQuery(params.agentId)),
      queryClient.ensureQueryData(agentOptionsQuery()),
    ]);
  },
  component: AgentPage,
});
