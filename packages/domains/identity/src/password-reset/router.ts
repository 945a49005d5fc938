import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { HASHING_BUSY } from '../auth/examples.ts';
import { forgotPassword } from './forgot-password.ts';
import { resetPassword } from './reset-password.ts';
import { ForgotPasswordRequest, PasswordMessage, ResetPasswordRequest } from './schemas.ts';

const tag = 'Auth';
const LINK_SENT = 'If this address has an account, a link to choose a new password is on its way';
const PASSWORD_SET = 'The password was changed';

export const passwordResetRouter = router({
  forgot: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/forgot-password',
        tag,
        operationId: 'auth_forgotPassword',
        summary: 'Ask for a reset link',
        description:
          'Sends an email with a link to choose a new password, which works once and for one hour. The answer, and the time it takes, are the same whether the address has an account or not.',
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
        summary: 'Choose a new password',
        description:
          'Sets a new password with the token of a reset link. Every session of the user ends, other reset links and the invitations they have sent stop working, and so do the API keys they have made. The link shows that the address is theirs: it counts as verified from then on.',
        example: {
          request: { token: '3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs', new_password: 'correct horse battery' },
          response: { message: PASSWORD_SET },
        },
        rateLimit: 'auth',
        errors: { 400: 'The link is unknown, was used, or has expired.', 503: HASHING_BUSY },
      }),
    )
    .input(ResetPasswordRequest)
    .output(PasswordMessage)
    .mutation(async ({ ctx, input }) => {
      await resetPassword(ctx.system, input, originOf(ctx.request));
      return { message: PASSWORD_SET };
    }),
});
