import { createFileRoute } from '@tanstack/react-router';
import { trpc } from '#/api/trpc.ts';
import { NotificationSettingsPage } from '#/features/settings/notification-settings-page.tsx';

export const Route = createFileRoute('/_app/settings/notifications')({
  loader: ({ context }) => void context.queryClient.prefetchQuery(trpc.notifications.getSettings.queryOptions()),
  component: NotificationSettingsPage,
});
