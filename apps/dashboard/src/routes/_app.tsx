import { createFileRoute, redirect } from '@tanstack/react-router';
import { inBackground } from '#/in-background.ts';
import { trpc } from '#/api/trpc.ts';
import { UiProvider } from '#/components/ui/ui-provider.tsx';
import { loadAccount } from '#/session/account.ts';
import { wasAgencyOwner } from '#/session/known-role.ts';
import { currentSession } from '#/session/session.ts';
import { AppShell } from '#/shell/app-shell.tsx';

/** Everything behind the sign-in. */
export const Route = createFileRoute('/_app')({
  beforeLoad: ({ location }) => {
    if (currentSession() === null) throw redirect({ to: '/sign-in', search: { next: location.publicHref } });
  },
  loader: ({ context: { queryClient } }) => {
    inBackground(queryClient.prefetchQuery(trpc.notifications.countUnread.queryOptions()));
    if (wasAgencyOwner())
      inBackground(queryClient.prefetchQuery(trpc.notifications.countUnreadAggregate.queryOptions()));
    return loadAccount(queryClient);
  },
  component: () => (
    <UiProvider>
      <AppShell />
    </UiProvider>
  ),
});
