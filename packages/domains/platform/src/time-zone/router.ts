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
        summary: 'Read the time zone',
        description:
          'Where the days of statistics and usage are counted: UTC until another zone is set. An agency sees the usage of its sub-accounts in its own zone.',
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
        summary: 'Change the time zone',
        description:
          'Counts the days of all statistics and usage in another time zone, earlier ones included. Notifications follow unless they were given a zone of their own. Owners and admins only. An agency acts for the sub-account it names in `X-Sub-Account-Id`.',
        example: { request: example, response: example },
      }),
    )
    .input(AccountTimeZone)
    .output(AccountTimeZone)
    .mutation(({ ctx, input }) => setTimeZone(ctx.tenantContext, input)),
});
