import { router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { getTenantDetail } from './get-tenant-detail.ts';
import { TenantDetailResponse } from './schemas.ts';

export const tenantsRouter = router({
  me: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/tenants/me',
        tag: 'Tenants',
        summary: 'Get the tenant',
        description:
          'The tenant the request acts on, with its limits and current usage. Agencies can name a sub-account in `X-Sub-Account-Id`.',
        example: {
          response: {
            id: '0199c0de-7b1a-7c3e-9f52-3a6d1c5e8b00',
            name: 'Bright Smile Dental',
            slug: 'bright-smile-dental',
            tenant_type: 'direct',
            plan: 'starter',
            agent_limit: 3,
            sub_account_limit: 0,
            is_active: true,
            trial_ends_at: '2026-12-06T14:00:00.000Z',
            created_at: '2026-11-22T14:00:00.000Z',
            stats: {
              total_agents: 2,
              active_agents: 1,
              total_phone_numbers: 1,
              total_calls_this_month: 48,
              total_minutes_this_month: 132,
            },
          },
        },
      }),
    )
    .output(TenantDetailResponse)
    .query(({ ctx }) => getTenantDetail(ctx.tenantContext)),
});
