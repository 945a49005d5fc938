import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { notificationsPage } from '#/features/notifications/notifications-query.ts';
import { NotificationsPage } from '#/features/notifications/notifications-page.tsx';
import { OffsetSearch } from '#/search/offset-search.ts';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: OffsetSearch,
  loaderDeps: ({ search }) => search,
  loader: ({ context, deps: { offset } }) =>
    void context.queryClient.prefetchQuery(trpc.notifications.list.queryOptions(notificationsPage(offset))),
  component: NotificationsPage,
});
