import { createFileRoute } from '@tanstack/react-router';
import { AgencyOverviewPage } from '#/features/agency/overview-page.tsx';

export const Route = createFileRoute('/_app/agency/')({ component: AgencyOverviewPage });
