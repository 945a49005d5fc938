import { router } from '@leadlock/trpc/init';
import { agentRoutes } from './agents/router.ts';

export const agentsRouter = router({ agents: agentRoutes });
