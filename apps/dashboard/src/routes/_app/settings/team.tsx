import { createFileRoute } from '@tanstack/react-router';
import { TeamPage } from '#/features/settings/team-page.tsx';

export const Route = createFileRoute('/_app/settings/team')({ component: TeamPage });
