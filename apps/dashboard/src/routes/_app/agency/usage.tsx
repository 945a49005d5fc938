import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { AgencyUsagePage } from '#/features/agency/usage-page.tsx';
import { accountUsageQuery, allUsageQuery, unpricedUsageQuery } from '#/features/agency/usage-queries.ts';
import { UsageSearch } from '#/features/agency/usage-search.ts';

export const Route = createFileRoute('/_app/agency/usage')({
  validateSearch: UsageSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    void queryClient.prefetchQuery(trpc.agency.subAccounts.list.queryOptions());
    void queryClient.prefetchQuery(unpricedUsageQuery(deps));
    if (deps.account) void queryClient.prefetchQuery(accountUsageQuery(deps.account, deps));
    else void queryClient.prefetchQuery(allUsageQuery(deps));
  },
  component: AgencyUsagePage,
});
