import { router } from '@leadlock/trpc/init';
import { apiKeysRouter } from './api-keys/router.ts';
import { authRouter } from './auth/router.ts';
import { embedSsoRouter } from './embed-sso/router.ts';
import { invitesRouter } from './invites/router.ts';
import { membersRouter } from './members/router.ts';
import { passwordResetRouter } from './password-reset/router.ts';

export const identityRouter = router({
  auth: authRouter,
  apiKeys: apiKeysRouter,
  embedSso: embedSsoRouter,
  invites: invitesRouter,
  members: membersRouter,
  passwordReset: passwordResetRouter,
});
