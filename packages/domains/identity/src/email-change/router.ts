import { router, userProcedure } from '@leadlock/trpc/init';
import { checkEmailChange } from './check-email-change.ts';
import { confirmEmailChange } from './confirm-email-change.ts';
import { requestEmailChange } from './request-email-change.ts';
import { ChangedEmail, CheckedEmailChange, EmailChangeRequest, EmailChangeToken } from './schemas.ts';

/** For the dashboard only: the reference has no way to change the address of a user. */
export const emailChangeRouter = router({
  request: userProcedure
    .meta({ rest: { rateLimit: 'auth' } })
    .input(EmailChangeRequest)
    .mutation(({ ctx, input }) =>
      requestEmailChange(ctx.system, { tenantId: ctx.principal.tenantId, userId: ctx.user.userId }, input),
    ),
  /** As a query it would put the token into a URL, which is logged. */
  check: userProcedure
    .meta({ rest: { audited: false } })
    .input(EmailChangeToken)
    .output(CheckedEmailChange)
    .mutation(({ ctx, input }) =>
      checkEmailChange(ctx.system, { tenantId: ctx.principal.tenantId, userId: ctx.user.userId }, input.token),
    ),
  confirm: userProcedure
    .meta({ rest: { rateLimit: 'auth' } })
    .input(EmailChangeToken)
    .output(ChangedEmail)
    .mutation(({ ctx, input }) =>
      confirmEmailChange(ctx.system, { tenantId: ctx.principal.tenantId, userId: ctx.user.userId }, input.token),
    ),
});
