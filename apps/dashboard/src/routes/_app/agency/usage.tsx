import { createFileRoute } from '@tanstack/react-router';
import { AgencyUsagePage } from '#/features/agency/usage-page.tsx';

export const Route = createFileRoute('/_app/agency/usage')({ component: AgencyUsagePage });
