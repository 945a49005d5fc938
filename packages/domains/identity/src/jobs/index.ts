import type { SystemContext } from '@leadlock/context/context';
import type { JobHandler } from '@leadlock/jobs/job-handler';
import { cleanUpTokensHandler } from '../auth/clean-up-tokens.ts';
import { sendEmail } from '../emails/index.ts';
import { sendEmailVerification } from '../email-verification/index.ts';
import { sendPasswordReset } from '../password-reset/index.ts';

/** Every job of this domain, for the worker. */
export const identityJobs: readonly JobHandler<SystemContext>[] = [
  sendEmail,
  sendEmailVerification,
  sendPasswordReset,
  cleanUpTokensHandler,
];
