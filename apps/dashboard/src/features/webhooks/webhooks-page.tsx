import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { Plus } from 'lucide-react';
import { lazy, Suspense, useState } from 'react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Tabs } from '#/components/ui/tabs.tsx';
import { Deliveries } from './deliveries.tsx';
import { EventManifest } from './event-manifest.tsx';
import { WebhookCard } from './webhook-card.tsx';
import type { Webhook } from './webhook.ts';

const WebhookDialog = lazy(() => import('./webhook-dialog.tsx'));
const route = getRouteApi('/_app/settings/webhooks');

export function WebhooksPage() {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const list = useQuery(trpc.webhookEndpoints.list.queryOptions());
  const webhooks = list.data?.endpoints ?? [];
  // Undefined: no dialog; null: a new one.
  const [edited, setEdited] = useState<Webhook | null>();
  const add = (
    <Button variant="primary" onClick={() => setEdited(null)}>
      <Plus />
      Add webhook
    </Button>
  );
  return (
    <Page
      title="Webhooks"
      description="Send this account’s events to your servers. Events are signed, retried for a day, and listed here."
      actions={webhooks.length > 0 && add}
    >
      {list.isPending && <Skeleton className="h-40" />}
      {list.error && <ErrorState message={toApiError(list.error).message} onRetry={() => void list.refetch()} />}
      {list.data?.total === 0 && (
        <Card>
          <EmptyState
            picture="webhooks"
            title="No webhooks yet"
            text="Add the URL of your server to get events such as completed calls."
            action={add}
          />
        </Card>
      )}
      {webhooks.map((webhook) => (
        <WebhookCard key={webhook.id} webhook={webhook} onEdit={() => setEdited(webhook)} />
      ))}
      <Tabs
        label="Webhooks"
        value={tab}
        onValueChange={(next) => void navigate({ search: { tab: next } })}
        tabs={[
          { value: 'deliveries', label: 'Deliveries', content: <Deliveries webhooks={webhooks} /> },
          { value: 'events', label: 'Events', content: <EventManifest /> },
        ]}
      />
      {edited !== undefined && (
        <Suspense fallback={null}>
          <WebhookDialog webhook={edited} onClose={() => setEdited(undefined)} />
        </Suspense>
      )}
    </Page>
  );
}
