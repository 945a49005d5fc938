import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { HASHING_BUSY } from '../auth/examples.ts';
import { isResetLinkUsable } from './check-reset-link.ts';
import { forgotPassword } from './forgot-password.ts';
import { resetPassword } from './reset-password.ts';
import {
  CheckedResetLink,
  CheckResetLinkRequest,
  ForgotPasswordRequest,
  PasswordMessage,
  ResetPasswordRequest,
} from './schemas.ts';

const tag = 'Auth';
const LINK_SENT = 'If this address has an account, we’ve sent a link to reset the password';
const PASSWORD_SET = 'Password changed';

export const passwordResetRouter = router({
  forgot: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/forgot-password',
        tag,
        operationId: 'auth_forgotPassword',
        summary: 'Request a password reset',
        description:
          'Sends an email with a link to reset the password, which works once and expires in one hour. The response and its timing are the same whether or not the address has an account.',
        example: { request: { email: 'dana@brightsmile.example' }, response: { message: LINK_SENT } },
        rateLimit: 'auth',
      }),
    )
    .input(ForgotPasswordRequest)
    .output(PasswordMessage)
    .mutation(async ({ ctx, input }) => {
      await forgotPassword(ctx.system, input);
      return { message: LINK_SENT };
    }),
  reset: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/reset-password',
        tag,
        operationId: 'auth_resetPassword',
        summary: 'Reset the password',
        description:
          'Sets a new password with the token of a reset link. This ends all sessions of the user and invalidates their other reset links, the invitations they have sent, and the API keys they have created. It also verifies the user’s email address.',
        example: {
          request: { token: '3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs', new_password: 'correct horse battery' },
          response: { message: PASSWORD_SET },
        },
        rateLimit: 'auth',
        errors: { 400: 'The link is invalid, used, or expired.', 503: HASHING_BUSY },
      }),
    )
    .input(ResetPasswordRequest)
    .output(PasswordMessage)
    .mutation(async ({ ctx, input }) => {
      await resetPassword(ctx.system, input, originOf(ctx.request));
      return { message: PASSWORD_SET };
    }),

  /** For the dashboard only. It changes nothing; as a query it would put the token into a URL, which is logged. */
  check: publicProcedure
    .meta({ rest: { rateLimit: 'check-link' } })
    .input(CheckResetLinkRequest)
    .output(CheckedResetLink)
    .mutation(async ({ ctx, input }) => ({ usable: await isResetLinkUsable(ctx.system, input.token) })),
});
