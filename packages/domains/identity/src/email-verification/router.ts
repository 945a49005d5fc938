import { invalidField } from '@leadlock/core/errors';
import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { resendVerification } from './resend-verification.ts';
import {
  CheckedVerificationLink,
  ResendVerificationRequest,
  VerificationMessage,
  VerifyEmailRequest,
} from './schemas.ts';
import { isVerificationLinkUsable, verifyEmail } from './verify-email.ts';

const tag = 'Auth';
const VERIFIED = 'Email address verified';
const LINK_SENT = 'If this address needs verification, we’ve sent a link to it';

export const emailVerificationRouter = router({
  verify: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/verify-email',
        tag,
        operationId: 'auth_verifyEmail',
        summary: 'Verify an email address',
        description:
          'Verifies an email address with the token from the link sent at sign-up, which is valid for 24 hours. The user can then invite people, create API keys, and receive email. Until then, inviting people and creating API keys return 403. No credentials are needed, unless others have signed up with the same address: then the user the link was sent to must be signed in.',
        example: {
          request: { token: '3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs' },
          response: { message: VERIFIED },
        },
        rateLimit: 'auth',
        errors: {
          400: 'The link is invalid or has expired, or the address now belongs to another user.',
          409: 'Others have signed up with this address, and the caller isn’t signed in as the user the link was sent to.',
        },
      }),
    )
    .input(VerifyEmailRequest)
    .output(VerificationMessage)
    .mutation(async ({ ctx, input }) => {
      await verifyEmail(ctx.system, input, originOf(ctx.request), async () => {
        const actor = (await ctx.caller.principal())?.actor;
        return actor?.type === 'user' ? actor.userId : null;
      });
      return { message: VERIFIED };
    }),
  /** For the dashboard only. It changes nothing; as a query it would put the token into a URL, which is logged. */
  check: publicProcedure
    .meta({ rest: { rateLimit: 'check-link' } })
    .input(VerifyEmailRequest)
    .output(CheckedVerificationLink)
    .mutation(async ({ ctx, input }) => ({ usable: await isVerificationLinkUsable(ctx.system, input.token) })),
  resend: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/resend-verification',
        tag,
        operationId: 'auth_resendVerification',
        summary: 'Resend the verification email',
        description:
          'Sends a new verification link to the signed-in user’s address, or to the address in the body. Limited to one email per minute and five per day for each address. The response and its timing are the same for every address.',
        example: { request: { email: 'dana@brightsmile.example' }, response: { message: LINK_SENT } },
        rateLimit: 'auth',
      }),
    )
    .input(ResendVerificationRequest)
    .output(VerificationMessage)
    .mutation(async ({ ctx, input }) => {
      const actor = input.email === undefined ? (await ctx.caller.principal())?.actor : undefined;
      if (input.email !== undefined) await resendVerification(ctx.system, { email: input.email });
      else if (actor?.type === 'user') await resendVerification(ctx.system, { userId: actor.userId });
      else throw invalidField(['body', 'email'], 'An email address is required if you’re not signed in');
      return { message: LINK_SENT };
    }),
});
