import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { TeamPage } from '#/features/settings/team-page.tsx';

export const Route = createFileRoute('/_app/settings/team')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.members.list.queryOptions()),
  component: TeamPage,
});
