import { adminProcedure, router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { AccountTimeZone } from './schemas.ts';
import { setTimeZone } from './set-time-zone.ts';

const tag = 'Tenants';
const path = '/tenants/me/time-zone';
const example = { timezone: 'Europe/Berlin' };

export const timeZoneRouter = router({
  get: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path,
        tag,
        summary: 'Get the time zone',
        description:
          'The time zone of statistics and usage. UTC by default. Agencies see their sub-accounts’ usage in the agency’s time zone.',
        example: { response: example },
      }),
    )
    .output(AccountTimeZone)
    .query(({ ctx }) => ({ timezone: ctx.tenantContext.tenant.timeZone })),
  set: adminProcedure
    .meta(
      op({
        method: 'PUT',
        path,
        tag,
        summary: 'Update the time zone',
        description:
          'Sets the time zone of all statistics and usage, including past days. Notifications use it, too, unless they have a time zone of their own. Owners and admins only. Agencies name the sub-account in `X-Sub-Account-Id`.',
        example: { request: example, response: example },
      }),
    )
    .input(AccountTimeZone)
    .output(AccountTimeZone)
    .mutation(({ ctx, input }) => setTimeZone(ctx.tenantContext, input)),
});
