import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { IntegrationsPage } from '#/features/integrations/integrations-page.tsx';

export const Route = createFileRoute('/_app/integrations')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.integrations.twilioStatus.queryOptions()),
  component: IntegrationsPage,
});
