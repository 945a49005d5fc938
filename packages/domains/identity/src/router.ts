import { router } from '@leadlock/trpc/init';
import { authRouter } from './auth/router.ts';
import { invitesRouter } from './invites/router.ts';
import { passwordResetRouter } from './password-reset/router.ts';

export const identityRouter = router({ auth: authRouter, invites: invitesRouter, passwordReset: passwordResetRouter });
