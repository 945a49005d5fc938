import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { AgencyCallsPage } from '#/features/agency/agency-calls-page.tsx';
import { agencyCallsQuery, AgencyCallsSearch, runningAgencyCallsQuery } from '#/features/agency/agency-calls-search.ts';

export const Route = createFileRoute('/_app/clients/calls')({
  validateSearch: AgencyCallsSearch,
  search: { middlewares: [stripSearchParams({ q: '', offset: 0, limit: 25 })] },
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(agencyCallsQuery(deps)));
    inBackground(queryClient.prefetchQuery(runningAgencyCallsQuery()));
    inBackground(queryClient.prefetchQuery(trpc.agency.agents.list.queryOptions()));
  },
  component: AgencyCallsPage,
});
