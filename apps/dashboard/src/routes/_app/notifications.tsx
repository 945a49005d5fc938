import { createFileRoute } from '@tanstack/react-router';
import { NotificationsPage } from '#/features/notifications/notifications-page.tsx';
import { OffsetSearch } from '#/search/offset-search.ts';

export const Route = createFileRoute('/_app/notifications')({
  validateSearch: OffsetSearch,
  component: NotificationsPage,
});
