import { createFileRoute } from '@tanstack/react-router';
import { SubAccountPage } from '#/features/agency/sub-account-page.tsx';

export const Route = createFileRoute('/_app/agency/sub-accounts/$subAccountId')({ component: SubAccountPage });
