import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { loadAreaTrend } from '#/components/ui/load-area-trend.ts';
import { loadBarSeries } from '#/components/ui/load-bar-series.ts';
import { preloadChart } from '#/components/ui/preload-chart.ts';
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
    inBackground(queryClient.prefetchQuery(trpc.agency.usage.overview.queryOptions()));
    inBackground(queryClient.prefetchQuery(usageQuery(period)));
    inBackground(queryClient.prefetchQuery(unpricedQuery(period)));
    inBackground(queryClient.prefetchQuery(unpricedQuery('all')));
    if (period !== 'all') inBackground(queryClient.prefetchQuery(usageBeforeQuery(period)));
  },
  component: AgencyOverviewPage,
});
