import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { trpc } from '#/api/trpc.ts';
import { AgencyOverviewPage } from '#/features/agency/overview-page.tsx';
import { usageBeforeQuery, usageQuery } from '#/features/agency/overview-queries.ts';
import { PERIODS } from '#/features/agency/period.ts';

export const Route = createFileRoute('/_app/agency/')({
  validateSearch: z.object({ period: z.enum(PERIODS).default('30d').catch('30d') }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps: { period } }) => {
    void queryClient.prefetchQuery(trpc.agency.usage.overview.queryOptions());
    void queryClient.prefetchQuery(usageQuery(period));
    if (period !== 'all') void queryClient.prefetchQuery(usageBeforeQuery(period));
  },
  component: AgencyOverviewPage,
});
