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
        summary: 'Sign in from GHL',
        description:
          'Takes the encrypted user data that GHL gives to an embedded page and signs that person in. The open location, or the company if no location is open, must be connected to an account. People who sign in for the first time become users of it, as admins if they are admins in GHL. GHL’s email address matches an existing user only if that user isn’t an owner and has no more rights than the person has in GHL. Users of a single location can’t sign in to an agency, and removed users can’t sign in until the owner invites them again.',
        example: {
          request: { payload: 'U2FsdGVkX19yR0VqS2pZb0h2bXhWd2NQZ1pHbG5tT3c=' },
          response: authExample,
        },
        rateLimit: 'auth',
        errors: {
          401: 'GHL didn’t encrypt the payload.',
          403: 'The location or company isn’t connected, is connected to several accounts, or belongs to an agency that hasn’t assigned the location; the user is disabled or was removed; or the plan’s limit of people is reached.',
          503: 'Single sign-on is not configured on this installation.',
        },
      }),
    )
    .input(EmbedSSORequest)
    .output(AuthResponse)
    .mutation(({ ctx, input }) => embedSso(ctx.system, input, originOf(ctx.request))),
});
