import { agentsRouter } from '@leadlock/agents/router';
import { integrationsRouter } from '@leadlock/crm/integrations';
import { identityRouter } from '@leadlock/identity/router';
import { mergeRouters, router } from '@leadlock/trpc/init';

/** Every procedure of the product; the domains' routers are its branches. */
export const appRouter = mergeRouters(identityRouter, router({ integrations: integrationsRouter }), agentsRouter);

export type AppRouter = typeof appRouter;
