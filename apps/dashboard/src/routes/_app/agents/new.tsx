import { createFileRoute } from '@tanstack/react-router';
import { agentOptionsQuery } from '#/features/agents/agent-options.ts';
import { NewAgentPage } from '#/features/agents/new-agent-page.tsx';

export const Route = createFileRoute('/_app/agents/new')({
  loader: ({ context }) => context.queryClient.ensureQueryData(agentOptionsQuery()),
  component: NewAgentPage,
});
