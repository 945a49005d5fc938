import { createFileRoute, type SearchSchemaInput } from '@tanstack/react-router';
import { ConfirmEmailPage } from '#/features/settings/confirm-email-page.tsx';

export const Route = createFileRoute('/_app/confirm-email')({
  validateSearch: ({ token }: { token?: unknown } & SearchSchemaInput) => ({
    // One that does not exist, for a link that was cut off.
    token: typeof token === 'string' && token !== '' ? token : '-',
  }),
  component: ConfirmEmailPage,
});
