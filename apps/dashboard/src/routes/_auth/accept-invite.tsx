import { createFileRoute } from '@tanstack/react-router';
import { z } from 'zod';
import { AcceptInvitePage } from '#/features/auth/accept-invite-page.tsx';

export const Route = createFileRoute('/_auth/accept-invite')({
  validateSearch: z.object({ token: z.string().default('').catch('') }),
  component: AcceptInvitePage,
});
