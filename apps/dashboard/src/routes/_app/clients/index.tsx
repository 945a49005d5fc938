import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { SubAccountsPage } from '#/features/agency/sub-accounts-page.tsx';
import { SubAccountsSearch } from '#/features/agency/sub-accounts-search.ts';

export const Route = createFileRoute('/_app/clients/')({
  validateSearch: SubAccountsSearch,
  loader: ({ context: { queryClient } }) => {
    inBackground(queryClient.prefetchQuery(trpc.agency.subAccounts.list.queryOptions()));
  },
  component: SubAccountsPage,
});
