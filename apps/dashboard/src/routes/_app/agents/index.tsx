import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { trpc } from '#/api/trpc.ts';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { AgentsPage } from '#/features/agents/agents-page.tsx';

export const Route = createFileRoute('/_app/agents/')({
  validateSearch: z.object({ q: z.string().catch('').default('') }),
  loader: ({ context: { queryClient } }) => {
    void queryClient.prefetchQuery(trpc.agents.list.queryOptions());
    void queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({}));
    return queryClient.ensureQueryData(agentOptionsQuery());
  },
  component: AgentsPage,
});
