import { router } from '@leadlock/trpc/init';
import { accountRouter } from './account/router.ts';
import { apiKeysRouter } from './api-keys/router.ts';
import { authRouter } from './auth/router.ts';
import { complianceRouter } from './compliance/router.ts';
import { emailChangeRouter } from './email-change/router.ts';
import { emailVerificationRouter } from './email-verification/router.ts';
import { embedSsoRouter } from './embed-sso/router.ts';
import { invitesRouter } from './invites/router.ts';
import { meRouter } from './me/router.ts';
import { membersRouter } from './members/router.ts';
import { onboardingRouter } from './onboarding/router.ts';
import { passwordResetRouter } from './password-reset/router.ts';
import { setupRouter } from './setup/router.ts';
import { tenantsRouter } from './tenants/router.ts';

export const identityRouter = router({
  auth: authRouter,
  account: accountRouter,
  apiKeys: apiKeysRouter,
  compliance: complianceRouter,
  emailChange: emailChangeRouter,
  emailVerification: emailVerificationRouter,
  embedSso: embedSsoRouter,
  invites: invitesRouter,
  me: meRouter,
  members: membersRouter,
  onboarding: onboardingRouter,
  passwordReset: passwordResetRouter,
  setup: setupRouter,
  tenants: tenantsRouter,
});
