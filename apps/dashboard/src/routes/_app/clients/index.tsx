import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { SubAccountsPage } from '#/features/agency/sub-accounts-page.tsx';
import { SubAccountsSearch, subAccountsQuery } from '#/features/agency/sub-accounts-search.ts';

export const Route = createFileRoute('/_app/clients/')({
  validateSearch: SubAccountsSearch,
  loaderDeps: ({ search: { create: _create, ...search } }) => search,
  loader: ({ context: { queryClient }, deps }) => {
    inBackground(queryClient.prefetchQuery(subAccountsQuery(deps)));
  },
  component: SubAccountsPage,
});
