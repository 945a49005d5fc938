import { useQuery } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { NotificationSettingsForm } from './notification-settings-form.tsx';

export function NotificationSettingsPage() {
  const settings = useQuery(trpc.notifications.getSettings.queryOptions());
  return (
    <Page title="Notifications" width="narrow" description="Choose which emails this account’s owners get, and when.">
      {settings.data && <NotificationSettingsForm settings={settings.data} />}
      {settings.isPending && <Skeleton className="h-72" />}
      {settings.error && (
        <ErrorState message={toApiError(settings.error).message} onRetry={() => void settings.refetch()} />
      )}
    </Page>
  );
}
