import { useMutation, useQueryClient } from '@tanstack/react-query';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { NotificationItem } from './notification-item.tsx';
import { useNotifications, useSeesSubAccounts, useUnreadCounts } from './use-notifications.ts';

const LATEST = { limit: 6, offset: 0 };

/** The latest notifications, under the bell. `onOpen` is called when one is opened. Loaded when it is first looked at. */
export default function NotificationPreview({ onOpen }: { onOpen: () => void }) {
  const queryClient = useQueryClient();
  const latest = useNotifications(LATEST);
  const { own } = useUnreadCounts();
  const aggregated = useSeesSubAccounts();
  const readAll = useMutation(
    trpc.notifications.markAllRead.mutationOptions({
      onSettled: () => queryClient.invalidateQueries(trpc.notifications.pathFilter()),
    }),
  );
  return (
    <>
      <div className="flex min-h-11 items-center justify-between gap-2 border-b px-4">
        <h2 className="text-[13px] font-semibold">Notifications</h2>
        {own > 0 && (
          <Button variant="link" size="sm" loading={readAll.isPending} onClick={() => readAll.mutate()}>
            {aggregated ? 'Mark mine as read' : 'Mark all as read'}
          </Button>
        )}
      </div>
      {latest.isPending && (
        <div className="grid gap-3 p-4">
          <Skeleton className="h-10" />
          <Skeleton className="h-10" />
        </div>
      )}
      {latest.error && <ErrorState message={toApiError(latest.error).message} onRetry={() => void latest.refetch()} />}
      {latest.data?.notifications.length === 0 && (
        <EmptyState
          picture="notifications"
          title="You’re all caught up"
          text="Notifications that need your attention appear here."
        />
      )}
      {latest.data && latest.data.notifications.length > 0 && (
        <ul className="max-h-96 divide-y overflow-y-auto">
          {latest.data.notifications.map((notification) => (
            <NotificationItem key={notification.id} notification={notification} onOpen={onOpen} />
          ))}
        </ul>
      )}
    </>
  );
}
