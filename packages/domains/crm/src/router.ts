import { router } from '@leadlock/trpc/init';
import { integrationsRouter } from './integrations/router.ts';

export const crmRouter = router({ integrations: integrationsRouter });
