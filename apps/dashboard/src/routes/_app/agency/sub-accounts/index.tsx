import { createFileRoute } from '@tanstack/react-router';
import { SubAccountsPage } from '#/features/agency/sub-accounts-page.tsx';

export const Route = createFileRoute('/_app/agency/sub-accounts/')({ component: SubAccountsPage });
