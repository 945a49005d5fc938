import { createFileRoute } from '@tanstack/react-router';
import { AcceptInvitePage } from '#/features/auth/accept-invite-page.tsx';

export const Route = createFileRoute('/_auth/accept-invite')({ component: AcceptInvitePage });
