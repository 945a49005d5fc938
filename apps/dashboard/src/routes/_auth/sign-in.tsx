import { createFileRoute, redirect, type SearchSchemaInput } from '@tanstack/react-router';
import { SignInPage } from '#/features/auth/sign-in-page.tsx';
import { ownPath } from '#/session/own-path.ts';
import { currentSession } from '#/session/session.ts';

export const Route = createFileRoute('/_auth/sign-in')({
  /** Where to go once signed in. */
  validateSearch: ({ next }: { next?: unknown } & SearchSchemaInput) => ({ next: ownPath(next) }),
  // Also what happens after the form, or in another tab: the router asks again as soon as somebody is signed in.
  beforeLoad: ({ search }) => {
    if (currentSession() !== null) throw redirect({ href: search.next, replace: true });
  },
  component: SignInPage,
});
