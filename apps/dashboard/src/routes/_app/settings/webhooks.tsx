import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { deliveriesQuery, WebhooksSearch } from '#/features/webhooks/deliveries-query.ts';
import { WebhooksPage } from '#/features/webhooks/webhooks-page.tsx';
import { mayBeAdmin } from '#/session/known-role.ts';
import { AdminsOnly } from '#/shell/admins-only.tsx';

export const Route = createFileRoute('/_app/settings/webhooks')({
  validateSearch: WebhooksSearch,
  loaderDeps: ({ search: { delivery: _opened, ...listed } }) => listed,
  loader({ context: { queryClient }, deps }) {
    if (!mayBeAdmin()) return;
    inBackground(queryClient.prefetchQuery(trpc.webhookEndpoints.list.queryOptions()));
    inBackground(queryClient.prefetchQuery(trpc.outgoingWebhooks.events.queryOptions()));
    if (deps.tab === 'deliveries') inBackground(queryClient.prefetchQuery(deliveriesQuery(deps)));
  },
  component: () => (
    <AdminsOnly title="Webhooks">
      <WebhooksPage />
    </AdminsOnly>
  ),
});
