import { createFileRoute, stripSearchParams } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { loadAreaTrend } from '#/components/ui/load-area-trend.ts';
import { preloadChart } from '#/components/ui/preload-chart.ts';
import { HomePage } from '#/features/home/home-page.tsx';
import { HomeSearch, periodBeforeQuery, periodQuery, recentCallsQuery } from '#/features/home/home-search.ts';
import { twilioStatusQuery } from '#/features/integrations/twilio-status-query.ts';
import { wasAgencyOwner } from '#/session/known-role.ts';

export const Route = createFileRoute('/_app/')({
  validateSearch: HomeSearch,
  search: { middlewares: [stripSearchParams({ days: 30, show: 'calls' })] },
  loaderDeps: ({ search: { days } }) => ({ days }),
  loader: ({ context: { queryClient }, deps: { days } }) => {
    // An agency's own home has no chart.
    if (!wasAgencyOwner()) preloadChart(loadAreaTrend);
    inBackground(queryClient.prefetchQuery(twilioStatusQuery()));
    inBackground(queryClient.prefetchQuery(trpc.setup.status.queryOptions()));
    inBackground(queryClient.prefetchQuery(recentCallsQuery()));
    inBackground(queryClient.prefetchQuery(trpc.stats.dashboard.queryOptions()));
    inBackground(queryClient.prefetchQuery(periodQuery(days)));
    inBackground(queryClient.prefetchQuery(periodBeforeQuery(days)));
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions({})));
  },
  component: HomePage,
});
