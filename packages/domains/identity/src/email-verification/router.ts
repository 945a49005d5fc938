import { invalidField } from '@leadlock/core/errors';
import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { resendVerification } from './resend-verification.ts';
import { ResendVerificationRequest, VerificationMessage, VerifyEmailRequest } from './schemas.ts';
import { verifyEmail } from './verify-email.ts';

const tag = 'Auth';
const VERIFIED = 'Your email address is verified';
const LINK_SENT = 'If this address is yet to be verified, a link is on its way';

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
          'Takes the token of the link that was sent at sign-up, which holds for 24 hours. From then on the user can invite people and make API keys, and gets email. Until then both are refused with 403. Needs no credentials, unless others have signed up with the same address: then the link must be opened by somebody who is signed in as the user it was sent for.',
        example: {
          request: { token: '3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs' },
          response: { message: VERIFIED },
        },
        rateLimit: 'auth',
        errors: {
          400: 'The link is unknown or has expired, or the address belongs to another user by now.',
          409: 'Others have signed up with the address, and the caller is not signed in as the user of this link.',
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
  resend: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/resend-verification',
        tag,
        operationId: 'auth_resendVerification',
        summary: 'Send the verification link again',
        description:
          'Sends a new link to verify an email address: that of the signed-in user, or the one in the body. At most one a minute and five a day go to an address. The answer, and the time it takes, are the same for every address.',
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
      else throw invalidField(['body', 'email'], 'An email address is needed where nobody is signed in');
      return { message: LINK_SENT };
    }),
});
