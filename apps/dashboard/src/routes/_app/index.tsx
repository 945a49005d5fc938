import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { unpricedQuery, usageBeforeQuery, usageQuery } from '#/features/agency/overview-queries.ts';
import { loadAgencyHome } from '#/features/home/load-agency-home.ts';
import { HomePage } from '#/features/home/home-page.tsx';
import {
  anyNumberQuery,
  firstNumberQuery,
  HomeSearch,
  periodBeforeQuery,
  periodQuery,
  recentCallsQuery,
} from '#/features/home/home-search.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';
import { brandingQuery } from '#/session/account.ts';
import { wasAgency } from '#/session/known-role.ts';

export const Route = createFileRoute('/_app/')({
  validateSearch: HomeSearch,
  search: { middlewares: [stripSearchParams({ days: 30, show: 'calls', period: '30d' })] },
  loaderDeps: ({ search: { days, period } }) => ({ days, period }),
  loader: ({ context: { queryClient }, deps: { days, period } }) => {
    inBackground(queryClient.prefetchQuery(twilioStatusQuery()));
    if (wasAgency()) {
      inBackground(loadAgencyHome());
      inBackground(queryClient.prefetchQuery(anyNumberQuery()));
      inBackground(queryClient.prefetchQuery(brandingQuery()));
      inBackground(queryClient.prefetchQuery(trpc.agency.usage.overview.queryOptions()));
      inBackground(queryClient.prefetchQuery(usageQuery(period)));
      inBackground(queryClient.prefetchQuery(unpricedQuery(period)));
      inBackground(queryClient.prefetchQuery(unpricedQuery('all')));
      if (period !== 'all') inBackground(queryClient.prefetchQuery(usageBeforeQuery(period)));
      return;
    }
    inBackground(queryClient.prefetchQuery(trpc.setup.status.queryOptions()));
    inBackground(queryClient.prefetchQuery(firstNumberQuery()));
    inBackground(queryClient.prefetchQuery(recentCallsQuery()));
    inBackground(queryClient.prefetchQuery(trpc.stats.dashboard.queryOptions()));
    inBackground(queryClient.prefetchQuery(periodQuery(days)));
    inBackground(queryClient.prefetchQuery(periodBeforeQuery(days)));
  },
  component: HomePage,
});
