import { createFileRoute } from '@tanstack/react-router';
import { agentQuery } from '#/features/agents/agents-queries.ts';
import { TalkPage } from '#/features/talk/talk-page.tsx';

export const Route = createFileRoute('/_app/agents/$agentId/talk')({
  loader: ({ context, params }) => context.queryClient.ensureQueryData(agentQuery(params.agentId)),
  component: TalkPage,
});
