import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { ApiKeysPage } from '#/features/settings/api-keys-page.tsx';
import { mayBeAdmin } from '#/session/known-role.ts';
import { AdminsOnly } from '#/shell/admins-only.tsx';

export const Route = createFileRoute('/_app/settings/api-keys')({
  loader({ context: { queryClient } }) {
    if (mayBeAdmin()) inBackground(queryClient.prefetchQuery(trpc.apiKeys.list.queryOptions()));
  },
  component: () => (
    <AdminsOnly title="API keys">
      <ApiKeysPage />
    </AdminsOnly>
  ),
});
