import { createFileRoute } from '@tanstack/react-router';
import { NewAgentPage } from '#/features/agents/new-agent-page.tsx';

export const Route = createFileRoute('/_app/agents/new')({ component: NewAgentPage });
