import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { authExample, HASHING_BUSY } from '../auth/examples.ts';
import { AuthResponse } from '../auth/index.ts';
import { acceptInvite } from './accept-invite.ts';
import { checkInvite } from './check-invite.ts';
import { AcceptInviteExtras, AcceptInviteRequest, CheckedInvite, CheckInviteRequest } from './schemas.ts';

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
          'Adds the invited person to the account with the password they chose and returns tokens, so no separate login is needed. An invitation works once and expires in 7 days.',
        example: {
          request: { token: '3q2-7wABAgMEBQYHCAkKCwwNDg8QERITFBUWFxgZGhs', password: 'correct horse battery' },
          response: authExample,
        },
        rateLimit: 'accept-invite',
        rpcOnly: ['full_name'],
        errors: {
          400: 'The invitation is invalid, used, revoked, or expired.',
          409: 'The email address now belongs to another account.',
          503: HASHING_BUSY,
        },
      }),
    )
    .input(AcceptInviteRequest)
    .input(AcceptInviteExtras)
    .output(AuthResponse)
    .mutation(({ ctx, input }) => acceptInvite(ctx.system, input, originOf(ctx.request))),

  /** For the dashboard only. It changes nothing; as a query it would put the token into a URL, which is logged. */
  check: publicProcedure
    .meta({ rest: { rateLimit: 'check-link' } })
    .input(CheckInviteRequest)
    .output(CheckedInvite)
    .mutation(({ ctx, input }) => checkInvite(ctx.system, input.token)),
});
