import { router } from '@leadlock/trpc/init';
import { subAccountsRouter } from './sub-accounts/router.ts';

const agency = router({ subAccounts: subAccountsRouter });

export const agencyRouter = router({ agency });
