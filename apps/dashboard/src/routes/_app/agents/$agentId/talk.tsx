import { createFileRoute } from '@tanstack/react-router';
import { TalkPage } from '#/features/talk/talk-page.tsx';

export const Route = createFileRoute('/_app/agents/$agentId/talk')({ component: TalkPage });
