import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { VerifyEmailPage } from '#/features/auth/verify-email-page.tsx';

export const Route = createFileRoute('/_auth/verify-email')({
  validateSearch: ({ token }: { token?: unknown } & SearchSchemaInput) => ({
    token: typeof token === 'string' ? token : '',
  }),
  component: VerifyEmailPage,
});
