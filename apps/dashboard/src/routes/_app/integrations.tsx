import { createFileRoute } from '@tanstack/react-router';
import { IntegrationsPage } from '#/features/integrations/integrations-page.tsx';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';

export const Route = createFileRoute('/_app/integrations')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(twilioStatusQuery()),
  component: IntegrationsPage,
});
