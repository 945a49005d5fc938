import { router } from '@leadlock/trpc/init';
import { integrationsRouter } from './integrations/router.ts';
import { subAccountsRouter } from './sub-accounts/router.ts';

const agency = router({ subAccounts: subAccountsRouter, integrations: integrationsRouter });

export const agencyRouter = router({ agency });
