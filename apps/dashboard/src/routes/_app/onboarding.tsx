import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { agentNamesQuery } from '#/features/agents/agents-queries.ts';
import { OnboardingPage } from '#/features/onboarding/onboarding-page.tsx';
import { wasAgency } from '#/session/known-role.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';

export const Route = createFileRoute('/_app/onboarding')({
  loader({ context: { queryClient } }) {
    if (!wasAgency()) inBackground(queryClient.prefetchQuery(agentNamesQuery('', 1)));
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({})));
    inBackground(queryClient.prefetchQuery(twilioStatusQuery()));
    return queryClient.ensureQueryData(trpc.onboarding.get.queryOptions());
  },
  component: OnboardingPage,
});
