import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgentPage } from '#/features/agents/agent-page.tsx';
import { AgentSearch } from '#/features/agents/editor/editor-tabs.ts';
import { agentNumbersQuery, agentQuery } from '#/features/agents/agents-queries.ts';

export const Route = createFileRoute('/_app/agents/$agentId/')({
  validateSearch: AgentSearch,
  search: { middlewares: [stripSearchParams({ tab: 'prompt' })] },
  loader: ({ context: { queryClient }, params }) => {
    inBackground(queryClient.prefetchQuery(agentNumbersQuery(params.agentId)));
    return Promise.all([
      queryClient.ensureQueryData(agentQuery(params.agentId)),
      queryClient.ensureQueryData(agentOptionsQuery()),
    ]);
  },
  component: AgentPage,
});
