import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { requirePerson } from '@leadlock/identity/api-keys';
import { findSubAccount } from './queries.ts';
import { requireRoomForSubAccount } from './room-for-sub-account.ts';
import type { SubAccountResponse, UpdateSubAccountRequest } from './schemas.ts';

const present = <Value>(value: Value | null | undefined): Value | undefined => value ?? undefined;
const asJson = (value: object | null | undefined): string | undefined =>
  value === undefined ? undefined : JSON.stringify(value ?? {});

/**
 * Changes the fields that are sent. Null empties the administrator and the upcharges and leaves what must have a value.
 * @throws not_found; limit_exceeded when it is to become active again and the plan allows no more; forbidden to an API
 * key that names another administrator, who could be invited to own the sub-account.
 */
export async function updateSubAccount(
  ctx: TenantContext,
  id: string,
  changes: UpdateSubAccountRequest,
): Promise<SubAccountResponse> {
  await withTransaction(ctx.db, async (trx) => {
    const agencyId = ctx.tenant.id;
    const current = await trx
      .selectFrom('tenants')
      .select(['is_active', 'admin_email'])
      .where('id', '=', id)
      .where('parent_tenant_id', '=', agencyId)
      .executeTakeFirst();
    if (!current) throw notFound('Sub-account');
    if (changes.admin_email !== undefined && changes.admin_email !== current.admin_email) {
      requirePerson(ctx, 'change the administrator of a sub-account');
    }
    if (changes.is_active && !current.is_active) await requireRoomForSubAccount(ctx, trx);
    await trx
      .updateTable('tenants')
      .set({
        name: present(changes.name),
        admin_email: changes.admin_email,
        admin_name: changes.admin_name,
        per_minute_rate_cents: present(changes.per_minute_rate_cents),
        monthly_platform_fee_cents: present(changes.monthly_platform_fee_cents),
        is_active: present(changes.is_active),
        billing_start_day: present(changes.billing_start_day),
        upcharge_by_provider: asJson(changes.upcharge_by_provider),
        test_demo_upcharge_by_provider: asJson(changes.test_demo_upcharge_by_provider),
        text_upcharge_by_type: asJson(changes.text_upcharge_by_type),
        updated_at: ctx.clock.now(),
      })
      .where('id', '=', id)
      .where('parent_tenant_id', '=', agencyId)
      .execute();
  });
  return findSubAccount(ctx, id);
}
