import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { AgencyOnly } from '#/features/agency/agency-only.tsx';
import { AgencyUsagePage } from '#/features/agency/usage-page.tsx';
import { accountUsageQuery, allUsageQuery, unpricedUsageQuery } from '#/features/agency/usage-queries.ts';
import { foundSubAccountsQuery } from '#/features/agency/use-found-sub-accounts.ts';
import { UsageSearch } from '#/features/agency/usage-search.ts';

export const Route = createFileRoute('/_app/usage')({
  validateSearch: UsageSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(foundSubAccountsQuery()));
    inBackground(queryClient.prefetchQuery(unpricedUsageQuery(deps)));
    if (deps.account) inBackground(queryClient.prefetchQuery(accountUsageQuery(deps.account, deps)));
    else inBackground(queryClient.prefetchQuery(allUsageQuery(deps)));
  },
  component: () => (
    <AgencyOnly>
      <AgencyUsagePage />
    </AgencyOnly>
  ),
});
