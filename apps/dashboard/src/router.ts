import { createRouter } from '@tanstack/react-router';
import { queryClient } from './api/trpc.ts';
import { PageError } from './shell/page-error.tsx';
import { PageNotFound } from './shell/page-not-found.tsx';
import { PagePending } from './shell/page-pending.tsx';
import { toast } from './components/ui/toaster.tsx';
import { actFor, onAccountLost } from './session/acting-account.ts';
import { onSessionChange } from './session/session.ts';
import { sessionOwner } from './session/session-owner.ts';
import { routeTree } from './routeTree.gen.ts';
import { inBackground } from '#/in-background.ts';

export const router = createRouter({
  routeTree,
  basepath: '/app',
  context: { queryClient },
  defaultPreload: 'intent',
  // The query cache knows how fresh things are.
  defaultPreloadStaleTime: 0,
  scrollRestoration: true,
  defaultPendingMs: 150,
  // What is there is shown; half a second of spinner, the router's own choice, makes fast pages slow.
  defaultPendingMinMs: 0,
  defaultErrorComponent: PageError,
  defaultNotFoundComponent: PageNotFound,
  defaultPendingComponent: PagePending,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

// Signing in or out, here or in another tab, decides anew which pages can be seen; nothing of one person stays for the next.
let owner = sessionOwner();
onSessionChange(() => {
  const nowOwner = sessionOwner();
  if (nowOwner === owner) return;
  owner = nowOwner;
  actFor(null);
  inBackground(changeOver(nowOwner === null));
});

async function changeOver(signedOut: boolean): Promise<void> {
  // Pages that are still there would ask for what they have lost, without anybody to ask as.
  if (signedOut) await router.invalidate();
  queryClient.clear();
  if (!signedOut) await router.invalidate();
}

onAccountLost(({ name }) => {
  toast.error(`You no longer have access to ${name}. You’re back in your own account.`);
  inBackground(leaveLostAccount());
});

async function leaveLostAccount(): Promise<void> {
  queryClient.clear();
  // What it showed, or failed to show, was the other account's.
  await router.navigate({ to: '/', ignoreBlocker: true });
  await router.invalidate();
}

// Pages that could not be loaded while the network was away.
window.addEventListener('online', () => {
  if (router.state.matches.some(({ status }) => status === 'error')) inBackground(router.invalidate());
});
