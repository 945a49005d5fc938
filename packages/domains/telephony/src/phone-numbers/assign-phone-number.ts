import type { TenantContext } from '@leadlock/context/context';
import { invalidField, notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { getPhoneNumber } from './get-phone-number.ts';
import type { PhoneNumberResponse } from './schemas.ts';

/** Refuses what is not an active sub-account of the agency, as if it did not exist. */
async function requireActiveSubAccount(ctx: TenantContext, subAccountId: string): Promise<void> {
  const found = await ctx.db
    .selectFrom('tenants')
    .select('id')
    .where('id', '=', subAccountId)
    .where('parent_tenant_id', '=', ctx.tenant.id)
    .where('is_active', '=', true)
    .executeTakeFirst();
  if (!found) throw invalidField(['body', 'sub_account_id'], 'Sub-account not found', subAccountId);
}

/**
 * Lets a sub-account use a number of its agency, or takes it back with null. Agents belong to whoever uses the number,
 * so a new user begins without one.
 * @throws not_found for a number that the agency does not own; validation for a sub-account that is not its own
 */
export async function assignPhoneNumber(
  ctx: TenantContext,
  numberId: string,
  subAccountId: string | null,
): Promise<PhoneNumberResponse> {
  await withTransaction(ctx.db, async (trx) => {
    const number = await trx
      .selectFrom('phone_numbers')
      .select('sub_account_id')
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', numberId)
      .forNoKeyUpdate()
      .executeTakeFirst();
    if (!number) throw notFound('Phone number');
    if (number.sub_account_id === subAccountId) return;
    if (subAccountId !== null) await requireActiveSubAccount({ ...ctx, db: trx }, subAccountId);
    await trx
      .updateTable('phone_numbers')
      .set({
        sub_account_id: subAccountId,
        user_tenant_id: subAccountId ?? ctx.tenant.id,
        agent_id: null,
        updated_at: ctx.clock.now(),
      })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', numberId)
      .execute();
  });
  return getPhoneNumber(ctx, numberId);
}
