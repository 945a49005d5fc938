import type { Domain } from '@leadlock/context/domain';
import { cleanUpTokensHandler } from './auth/clean-up-tokens.ts';
import { sendEmailChange } from './email-change/index.ts';
import { sendEmailVerification } from './email-verification/index.ts';
import { sendEmail } from './emails/index.ts';
import { sendPasswordReset } from './password-reset/index.ts';

export const identity = {
  name: 'identity',
  jobs: [sendEmail, sendEmailChange, sendEmailVerification, sendPasswordReset, cleanUpTokensHandler],
} satisfies Domain;
