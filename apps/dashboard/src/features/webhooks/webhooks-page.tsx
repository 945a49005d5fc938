import { useQuery } from '@tanstack/react-query';
import { getRouteApi } from '@tanstack/react-router';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { Tabs } from '#/components/ui/tabs.tsx';
import { Deliveries } from './deliveries.tsx';
import { EndpointCard } from './endpoint-card.tsx';
import { EventManifest } from './event-manifest.tsx';

const route = getRouteApi('/_app/settings/webhooks');

export function WebhooksPage() {
  const { tab } = route.useSearch();
  const navigate = route.useNavigate();
  const settings = useQuery(trpc.tenantSettings.getWebhook.queryOptions());
  return (
    <Page
      title="Webhooks"
      description="Send this account’s events to your server. Events are signed, retried for a day, and listed here."
    >
      {settings.data && <EndpointCard settings={settings.data} />}
      {settings.isPending && <Skeleton className="h-40" />}
      {settings.error && (
        <ErrorState message={toApiError(settings.error).message} onRetry={() => void settings.refetch()} />
      )}
      <Tabs
        label="Webhooks"
        value={tab}
        onValueChange={(next) => void navigate({ search: { tab: next } })}
        tabs={[
          { value: 'deliveries', label: 'Deliveries', content: <Deliveries /> },
          { value: 'events', label: 'Events', content: <EventManifest /> },
        ]}
      />
    </Page>
  );
}
