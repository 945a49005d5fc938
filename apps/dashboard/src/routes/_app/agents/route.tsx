import { createFileRoute } from '@tanstack/react-router';
import { SubAccountOnly } from '#/shell/sub-account-only.tsx';

export const Route = createFileRoute('/_app/agents')({ component: SubAccountOnly });
