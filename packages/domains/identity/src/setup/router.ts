import { router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { getSetupStatus } from './get-setup-status.ts';
import { SetupStatusResponse } from './schemas.ts';

export const setupRouter = router({
  status: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/setup/status',
        tag: 'Setup',
        summary: 'Read the setup status',
        description:
          'Which parts of the setup are done, as the tenant’s data shows it: a CRM, a phone number, an agent, an active agent on a number, and a call that was answered. An agency acts for the sub-account it names in `X-Sub-Account-Id`.',
        example: {
          response: {
            tasks: {
              connect_crm: { complete: false, detail: null },
              add_phone_number: { complete: true, detail: '2 phone numbers' },
              create_agent: { complete: true, detail: '1 agent' },
              assign_phone_number: { complete: true, detail: '1 phone number with an active agent' },
              take_call: { complete: false, detail: null },
            },
            completed_count: 3,
            total_count: 5,
            required_complete: true,
            all_complete: false,
          },
        },
      }),
    )
    .output(SetupStatusResponse)
    .query(({ ctx }) => getSetupStatus(ctx.tenantContext)),
});
