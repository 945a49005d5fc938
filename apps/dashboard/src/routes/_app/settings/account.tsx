import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { AccountPage } from '#/features/settings/account-page.tsx';

export const Route = createFileRoute('/_app/settings/account')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.tenants.me.queryOptions()),
  component: AccountPage,
});
