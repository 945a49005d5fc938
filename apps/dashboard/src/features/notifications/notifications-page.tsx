import { useMutation, useQueryClient } from '@tanstack/react-query';
import { getRouteApi, Link } from '@tanstack/react-router';
import { Check, CheckCheck, Settings, Trash2 } from 'lucide-react';
import { toApiError } from '#/api/api-error.ts';
import { trpc } from '#/api/trpc.ts';
import { Button } from '#/components/ui/button.tsx';
import { Card } from '#/components/ui/card.tsx';
import { useConfirm } from '#/components/ui/confirm-dialog.tsx';
import { EmptyState } from '#/components/ui/empty-state.tsx';
import { ErrorState } from '#/components/ui/error-state.tsx';
import { IconButton } from '#/components/ui/icon-button.tsx';
import { Page } from '#/components/ui/page.tsx';
import { Pagination } from '#/components/ui/pagination.tsx';
import { Skeleton } from '#/components/ui/skeleton.tsx';
import { toast } from '#/components/ui/toaster.tsx';
import { useAccount } from '#/session/account.ts';
import { NotificationItem } from './notification-item.tsx';
import { NOTIFICATIONS_PAGE_SIZE, notificationsPage } from './notifications-query.ts';
import { useNotifications, useSeesSubAccounts, useUnreadCounts } from './use-notifications.ts';

const route = getRouteApi('/_app/notifications');

/** Everything the account was told; for an agency its sub-accounts too. */
export function NotificationsPage() {
  const { offset } = route.useSearch();
  const navigate = route.useNavigate();
  const { context } = useAccount();
  const confirm = useConfirm();
  const queryClient = useQueryClient();
  const aggregated = useSeesSubAccounts();
  const list = useNotifications(notificationsPage(offset));
  const unread = useUnreadCounts();

  const settled = {
    onError: (error: unknown) => toast.error(toApiError(error).message),
    onSettled: () => queryClient.invalidateQueries(trpc.notifications.pathFilter()),
  };
  const markRead = useMutation(trpc.notifications.markRead.mutationOptions(settled));
  const markAllRead = useMutation(trpc.notifications.markAllRead.mutationOptions(settled));
  const remove = useMutation(trpc.notifications.delete.mutationOptions(settled));
  const clear = useMutation(trpc.notifications.clear.mutationOptions(settled));

  async function askAndClear(): Promise<void> {
    const sure = await confirm({
      title: 'Delete read notifications?',
      body: 'This removes them for you. Other people still see them, and your unread notifications stay.',
      confirmLabel: 'Delete',
      danger: true,
    });
    if (sure) clear.mutate();
  }

  return (
    <Page
      title="Notifications"
      width="narrow"
      actions={
        <>
          <Button variant="ghost" asChild>
            <Link to="/settings/notifications">
              <Settings />
              Settings
            </Link>
          </Button>
          <Button onClick={() => void askAndClear()} loading={clear.isPending}>
            <Trash2 />
            Clear read
          </Button>
          <Button onClick={() => markAllRead.mutate()} loading={markAllRead.isPending} disabled={unread.own === 0}>
            <CheckCheck />
            {aggregated ? 'Mark mine as read' : 'Mark all as read'}
          </Button>
        </>
      }
    >
      <Card>
        {list.isPending && (
          <div className="grid gap-4 p-4">
            {[1, 2, 3, 4].map((row) => (
              <Skeleton key={row} className="h-10" />
            ))}
          </div>
        )}
        {list.error && <ErrorState message={toApiError(list.error).message} onRetry={() => void list.refetch()} />}
        {list.data?.notifications.length === 0 && (
          <EmptyState
            picture="notifications"
            title="You’re all caught up"
            text="Failed calls, usage limits, broken integrations, and accepted invitations appear here."
          />
        )}
        <ul className="divide-y" aria-busy={list.isPlaceholderData}>
          {list.data?.notifications.map((notification) => (
            <NotificationItem
              key={notification.id}
              notification={notification}
              actions={
                // A sub-account's own notifications are its people's to read and delete.
                notification.tenant_id === context.current_tenant_id && (
                  <>
                    {!notification.is_read && (
                      <IconButton
                        label="Mark as read"
                        onClick={() => markRead.mutate({ notification_id: notification.id })}
                      >
                        <Check />
                      </IconButton>
                    )}
                    <IconButton label="Delete" onClick={() => remove.mutate({ notification_id: notification.id })}>
                      <Trash2 />
                    </IconButton>
                  </>
                )
              }
            />
          ))}
        </ul>
        {list.data && list.data.total > NOTIFICATIONS_PAGE_SIZE && (
          <div className="border-t px-4 py-2">
            <Pagination
              offset={offset}
              limit={NOTIFICATIONS_PAGE_SIZE}
              total={list.data.total}
              onOffsetChange={(next) => void navigate({ search: { offset: next } })}
            />
          </div>
        )}
      </Card>
    </Page>
  );
}
