import { router, userProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { requireSession } from '../auth/authentication.ts';
import { HASHING_BUSY, meExample } from '../auth/examples.ts';
import { MeResponse } from '../auth/schemas.ts';
import { MeUpdate } from './schemas.ts';
import { updateMe } from './update-me.ts';

export const meRouter = router({
  update: userProcedure
    .meta(
      op({
        method: 'PATCH',
        path: '/auth/me',
        tag: 'Auth',
        summary: 'Update your name or password',
        description:
          'Updates the signed-in user. A new password requires the current one, ends the user’s other sessions, and ' +
          'invalidates earlier reset links. The current session stays active.',
        example: { request: { full_name: 'Dana Reyes' }, response: meExample },
        rateLimit: 'auth',
        errors: { 409: 'The password was changed by another request.', 503: HASHING_BUSY },
      }),
    )
    .input(MeUpdate)
    .output(MeResponse)
    .mutation(({ ctx, input }) => {
      const { sessionId } = requireSession(ctx.system, ctx.request);
      return updateMe(ctx.system, { tenantId: ctx.principal.tenantId, userId: ctx.user.userId, sessionId }, input);
    }),
});
