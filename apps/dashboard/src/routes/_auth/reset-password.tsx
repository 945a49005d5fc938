import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ResetPasswordPage } from '#/features/auth/reset-password-page.tsx';

export const Route = createFileRoute('/_auth/reset-password')({
  validateSearch: ({ token }: { token?: unknown } & SearchSchemaInput) => ({
    token: typeof token === 'string' ? token : '',
  }),
  component: ResetPasswordPage,
});
