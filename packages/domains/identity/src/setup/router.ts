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
        summary: 'Get setup status',
        description:
          'Which setup tasks are complete, based on the tenant’s data: CRM connected, phone number added, agent created, phone number assigned to an active agent, and call answered. Agencies name the sub-account in `X-Sub-Account-Id`.',
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
