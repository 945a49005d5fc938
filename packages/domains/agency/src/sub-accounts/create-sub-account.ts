import type { TenantContext } from '@leadlock/context/context';
import { conflict } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import { withTransaction } from '@leadlock/db/transaction';
import { requireActiveTenant } from '@leadlock/identity/tenants';
import { findSubAccount } from './queries.ts';
import { requireRoomForSubAccount } from './room-for-sub-account.ts';
import type { CreateSubAccountRequest, SubAccountResponse } from './schemas.ts';
import { describeTakenSlug } from './taken-slug.ts';

/** Adds a sub-account. @throws conflict for a slug that any account has; limit_exceeded; forbidden while suspended. */
export async function createSubAccount(
  ctx: TenantContext,
  input: CreateSubAccountRequest,
): Promise<SubAccountResponse> {
  requireActiveTenant(ctx.tenant);
  const id = newId();
  const now = ctx.clock.now();
  await withTransaction(ctx.db, async (trx) => {
    await requireRoomForSubAccount(ctx, trx);
    const inserted = await trx
      .insertInto('tenants')
      .values({
        id,
        name: input.name,
        slug: input.slug,
        tenant_type: 'sub_account',
        parent_tenant_id: ctx.tenant.id,
        plan: ctx.tenant.plan,
        timezone: ctx.tenant.timeZone,
        admin_email: input.admin_email ?? null,
        admin_name: input.admin_name ?? null,
        per_minute_rate_cents: input.per_minute_rate_cents,
        monthly_platform_fee_cents: input.monthly_platform_fee_cents,
        billing_start_day: input.billing_start_day,
        upcharge_by_provider: JSON.stringify(input.upcharge_by_provider ?? {}),
        test_demo_upcharge_by_provider: JSON.stringify(input.test_demo_upcharge_by_provider ?? {}),
        text_upcharge_by_type: JSON.stringify(input.text_upcharge_by_type ?? {}),
        created_at: now,
        updated_at: now,
      })
      .onConflict((oc) => oc.column('slug').doNothing())
      .returning('id')
      .executeTakeFirst();
    if (!inserted) throw conflict((await describeTakenSlug(ctx, input.slug)) ?? 'This slug is already taken');
  });
  return findSubAccount(ctx, id);
}
