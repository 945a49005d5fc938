export { discardResetTokens } from './discard-reset-tokens.ts';
export { forgotPassword } from './forgot-password.ts';
export { resetPassword } from './reset-password.ts';
export { sendPasswordReset } from './send-password-reset.ts';
