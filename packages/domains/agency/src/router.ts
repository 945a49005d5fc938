import { router } from '@leadlock/trpc/init';
import { agentsRouter } from './agents/router.ts';
import { brandingRouter } from './branding/router.ts';
import { callsRouter } from './calls/router.ts';
import { functionsRouter } from './functions/router.ts';
import { integrationsRouter } from './integrations/router.ts';
import { usageRouter } from './usage/router.ts';
import { subAccountsRouter } from './sub-accounts/router.ts';

const agency = router({
  agents: agentsRouter,
  branding: brandingRouter,
  calls: callsRouter,
  functions: functionsRouter,
  integrations: integrationsRouter,
  subAccounts: subAccountsRouter,
  usage: usageRouter,
});

export const agencyRouter = router({ agency });
