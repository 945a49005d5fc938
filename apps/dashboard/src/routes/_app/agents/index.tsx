import { createFileRoute } from '@tanstack/react-router';
import * as z from 'zod/mini';
import { trpc } from '#/api/trpc.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgentsPage } from '#/features/agents/agents-page.tsx';
import { text } from '#/search/search-params.ts';

export const Route = createFileRoute('/_app/agents/')({
  validateSearch: z.object({ q: text() }),
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(trpc.agents.list.queryOptions());
    void queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({}));
    return queryClient.ensureQueryData(agentOptionsQuery());
  },
  component: AgentsPage,
});
