import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { AcceptInvitePage } from '#/features/auth/accept-invite-page.tsx';

export const Route = createFileRoute('/_auth/accept-invite')({
  validateSearch: ({ token }: { token?: unknown } & SearchSchemaInput) => ({
    token: typeof token === 'string' ? token : '',
  }),
  component: AcceptInvitePage,
});
