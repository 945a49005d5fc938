import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { authExample, HASHING_BUSY } from '../auth/examples.ts';
import { AuthResponse } from '../auth/index.ts';
import { acceptInvite } from './accept-invite.ts';
import { AcceptInviteRequest } from './schemas.ts';

export const invitesRouter = router({
  accept: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/accept-invite',
        tag: 'Auth',
        operationId: 'auth_acceptInvite',
        summary: 'Accept an invitation',
        description:
          'Makes the invited person a user of the account that invited them, with the password they chose, and answers with tokens, so that nobody has to log in after it. An invitation works once and for 7 days.',
        example: {
          request: { token: '3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs', password: 'correct horse battery' },
          response: authExample,
        },
        rateLimit: 'accept-invite',
        errors: {
          400: 'The invitation is unknown, was used or withdrawn, or has expired.',
          409: 'The email address has an account by now.',
          503: HASHING_BUSY,
        },
      }),
    )
    .input(AcceptInviteRequest)
    .output(AuthResponse)
    .mutation(({ ctx, input }) => acceptInvite(ctx.system, input, originOf(ctx.request))),
});
