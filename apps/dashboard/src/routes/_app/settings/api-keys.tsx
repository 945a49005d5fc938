import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { ApiKeysPage } from '#/features/settings/api-keys-page.tsx';
import { AdminsOnly } from '#/shell/admins-only.tsx';

export const Route = createFileRoute('/_app/settings/api-keys')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions()),
  component: () => (
    <AdminsOnly title="API keys">
      <ApiKeysPage />
    </AdminsOnly>
  ),
});
