import { publicProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { originOf } from '../audit/index.ts';
import { authExample } from '../auth/examples.ts';
import { AuthResponse } from '../auth/index.ts';
import { embedSso } from './embed-sso.ts';
import { EmbedSSORequest } from './schemas.ts';

export const embedSsoRouter = router({
  signIn: publicProcedure
    .meta(
      op({
        method: 'POST',
        path: '/auth/embed-sso',
        tag: 'Auth',
        operationId: 'auth_embedSso',
        summary: 'Sign in from inside GHL',
        description:
          'Takes the encrypted user data that GHL hands to an embedded page and signs that person in. The location that is open, or the company where none is, must be connected to an account; whoever comes for the first time becomes a user of it, an admin where they are one in GHL. The email address that GHL tells leads to a user who is there already only if that one is no owner and no more than the person is in GHL. Users of a single location do not get into an agency, and nobody who was removed comes back before the owner invites them again.',
        example: {
          request: { payload: 'U2FsdGVkX19yR0VqS2pZb0h2bXhWd2NQZ1pHbG5tT3c=' },
          response: authExample,
        },
        rateLimit: 'auth',
        errors: {
          401: 'The payload was not encrypted by GHL.',
          403: 'The location or company is not connected, or to several accounts, or to an agency that has not assigned the location; the user is disabled or was removed; or the plan allows no more people.',
          503: 'Single sign-on is not set up on this installation.',
        },
      }),
    )
    .input(EmbedSSORequest)
    .output(AuthResponse)
    .mutation(({ ctx, input }) => embedSso(ctx.system, input, originOf(ctx.request))),
});
