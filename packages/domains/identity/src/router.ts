import { router } from '@leadlock/trpc/init';
import { authRouter } from './auth/router.ts';

export const identityRouter = router({ auth: authRouter });
