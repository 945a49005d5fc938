import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgentsPage } from '#/features/agents/agents-page.tsx';
import { text } from '#/search/search-params.ts';
import { searchSchema } from '#/search/search-schema.ts';

export const Route = createFileRoute('/_app/agents/')({
  validateSearch: searchSchema({ q: text() }),
  search: { middlewares: [stripSearchParams({ q: '' })] },
  loader: ({ context: { queryClient } }) => {
    inBackground(queryClient.prefetchQuery(trpc.agents.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({})));
    return queryClient.ensureQueryData(agentOptionsQuery());
  },
  component: AgentsPage,
});
