import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { loadAreaTrend, loadBarSeries, preloadChart } from '#/components/ui/load-charts.ts';
import { AgencyOverviewPage } from '#/features/agency/overview-page.tsx';
import { unpricedQuery, usageBeforeQuery, usageQuery } from '#/features/agency/overview-queries.ts';
import { PERIODS } from '#/features/agency/period.ts';
import { oneOf } from '#/search/search-params.ts';
import { searchSchema } from '#/search/search-schema.ts';

export const Route = createFileRoute('/_app/agency/')({
  validateSearch: searchSchema({ period: oneOf(PERIODS, '30d') }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps: { period } }) => {
    preloadChart(loadAreaTrend);
    preloadChart(loadBarSeries);
    void queryClient.prefetchQuery(trpc.agency.usage.overview.queryOptions());
    void queryClient.prefetchQuery(usageQuery(period));
    void queryClient.prefetchQuery(unpricedQuery(period));
    void queryClient.prefetchQuery(unpricedQuery('all'));
    if (period !== 'all') void queryClient.prefetchQuery(usageBeforeQuery(period));
  },
  component: AgencyOverviewPage,
});
