import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { AgencyCallsPage } from '#/features/agency/agency-calls-page.tsx';
import { agencyCallsQuery, AgencyCallsSearch, runningAgencyCallsQuery } from '#/features/agency/agency-calls-search.ts';
import { foundAgencyAgentsQuery } from '#/features/agency/use-found-agency-agents.ts';

export const Route = createFileRoute('/_app/clients/calls')({
  validateSearch: AgencyCallsSearch,
  search: { middlewares: [stripSearchParams({ q: '', offset: 0, limit: 25 })] },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(agencyCallsQuery(deps)));
    inBackground(queryClient.prefetchQuery(runningAgencyCallsQuery()));
    inBackground(queryClient.prefetchQuery(foundAgencyAgentsQuery(deps.account)));
  },
  component: AgencyCallsPage,
});
