import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { GeneralPage } from '#/features/settings/general-page.tsx';

export const Route = createFileRoute('/_app/settings/general')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.tenants.me.queryOptions()),
  component: GeneralPage,
});
