export { discardVerificationTokens } from './discard-tokens.ts';
export { sendEmailVerification } from './send-verification.ts';
export { verifyEmail } from './verify-email.ts';
