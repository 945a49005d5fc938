import { createFileRoute } from '@tanstack/react-router';
import { AgentPage } from '#/features/agents/agent-page.tsx';

export const Route = createFileRoute('/_app/agents/$agentId/')({ component: AgentPage });
