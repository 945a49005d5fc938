export { discardResetTokens } from './discard-reset-tokens.ts';
export { findResetTenantId } from './find-reset-tenant-id.ts';
export { forgotPassword } from './forgot-password.ts';
export { resetPassword } from './reset-password.ts';
export { sendPasswordReset } from './send-password-reset.ts';
