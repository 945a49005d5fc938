import { createFileRoute } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { notificationsPage } from '#/features/notifications/notifications-query.ts';
import { NotificationsPage } from '#/features/notifications/notifications-page.tsx';
import { wasAgencyOwner } from '#/session/known-role.ts';
import { OffsetSearch } from '#/search/offset-search.ts';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: OffsetSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context: { queryClient }, deps: { offset } }) => {
    const page = notificationsPage(offset);
    if (wasAgencyOwner()) inBackground(queryClient.prefetchQuery(trpc.notifications.listAggregate.queryOptions(page)));
    else inBackground(queryClient.prefetchQuery(trpc.notifications.list.queryOptions(page)));
  },
  component: NotificationsPage,
});
