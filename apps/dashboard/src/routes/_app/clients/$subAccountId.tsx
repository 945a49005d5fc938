import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { peopleQuery } from '#/features/agency/people-query.ts';
import { PERIODS } from '#/features/agency/period.ts';
import { SubAccountPage } from '#/features/agency/sub-account-page.tsx';
import {
  subAccountTrendQuery,
  subAccountUnpricedQuery,
  subAccountUsageBeforeQuery,
  subAccountUsageQuery,
} from '#/features/agency/sub-account-usage-query.ts';
import { oneOf } from '#/search/search-params.ts';
import { searchSchema } from '#/search/search-schema.ts';

export const Route = createFileRoute('/_app/clients/$subAccountId')({
  validateSearch: searchSchema({ period: oneOf(PERIODS, '30d') }),
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, params: { subAccountId }, deps: { period } }) => {
    const input = { sub_account_id: subAccountId };
    inBackground(queryClient.prefetchQuery(trpc.agency.subAccounts.get.queryOptions(input)));
    inBackground(queryClient.prefetchQuery(subAccountUsageQuery(subAccountId, period)));
    inBackground(queryClient.prefetchQuery(subAccountUnpricedQuery(subAccountId, period)));
    if (period !== 'all') inBackground(queryClient.prefetchQuery(subAccountUsageBeforeQuery(subAccountId, period)));
    inBackground(queryClient.prefetchQuery(subAccountTrendQuery(subAccountId, period)));
    inBackground(queryClient.prefetchQuery(trpc.agency.integrations.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.list.queryOptions(input)));
    inBackground(queryClient.prefetchQuery(trpc.phoneNumbers.listAssignable.queryOptions()));
    inBackground(queryClient.prefetchQuery(peopleQuery(subAccountId)));
  },
  component: SubAccountPage,
});
