export { LoginRequest, SignupRequest } from '@leadlock/identity/auth/schemas';
export { VerifyEmailRequest } from '@leadlock/identity/email-verification/schemas';
export { AcceptInviteRequest } from '@leadlock/identity/invites/schemas';
export { ForgotPasswordRequest, ResetPasswordRequest } from '@leadlock/identity/password-reset/schemas';
