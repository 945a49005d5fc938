import type { TenantContext } from '@leadlock/context/context';
import { forbidden, notFound } from '@leadlock/core/errors';
import { findNumber } from './queries.ts';

/** Forgets a number. It stays in the Twilio account, from where it can be imported again. */
export async function deletePhoneNumber(ctx: TenantContext, numberId: string): Promise<{ success: true }> {
  const number = await findNumber(ctx, numberId);
  if (!number) throw notFound('Phone number');
  if (number.tenant_id !== ctx.tenant.id) throw forbidden('Only the account that owns this number can delete it');
  await ctx.db.deleteFrom('phone_numbers').where('tenant_id', '=', ctx.tenant.id).where('id', '=', number.id).execute();
  return { success: true };
}
