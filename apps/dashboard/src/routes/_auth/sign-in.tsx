import { createFileRoute, redirect } from '@tanstack/react-router';
import { z } from 'zod';
import { SignInPage } from '#/features/auth/sign-in-page.tsx';
import { currentSession } from '#/session/session.ts';

/** Where to go once signed in: a page of ours, never another site. */
const OwnPath = z.string().regex(/^\/(?![/\\])/);

export const Route = createFileRoute('/_auth/sign-in')({
  validateSearch: z.object({ next: OwnPath.default('/app/').catch('/app/') }),
  beforeLoad: () => {
    if (currentSession() !== null) throw redirect({ to: '/' });
  },
  component: SignInPage,
});
