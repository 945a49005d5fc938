import { createFileRoute } from '@tanstack/react-router';
import { AgencyAgentsPage } from '#/features/agency/agency-agents-page.tsx';

export const Route = createFileRoute('/_app/agency/agents')({ component: AgencyAgentsPage });
