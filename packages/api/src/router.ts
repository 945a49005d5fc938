import { agencyRouter } from '@leadlock/agency/router';
import { agentsRouter } from '@leadlock/agents/router';
import { crmRouter } from '@leadlock/crm/router';
import { identityRouter } from '@leadlock/identity/router';
import { insightsRouter } from '@leadlock/insights/router';
import { platformRouter } from '@leadlock/platform/router';
import { telephonyRouter } from '@leadlock/telephony/router';
import { mergeRouters } from '@leadlock/trpc/init';

/** Every procedure of the product; the domains' routers are its branches. */
export const appRouter = mergeRouters(
  identityRouter,
  platformRouter,
  crmRouter,
  agentsRouter,
  telephonyRouter,
  agencyRouter,
  insightsRouter,
);

export type AppRouter = typeof appRouter;
