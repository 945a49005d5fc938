export { LoginRequest, SignupRequest } from '@leadlock/identity/auth/schemas';
export { AcceptInviteRequest } from '@leadlock/identity/invites/schemas';
export { ForgotPasswordRequest, ResetPasswordRequest } from '@leadlock/identity/password-reset/schemas';
