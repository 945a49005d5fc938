import type { TenantContext } from '@leadlock/context/context';
import { invalidField, notFound } from '@leadlock/core/errors';
import type { z } from 'zod';
import { getPhoneNumber } from './get-phone-number.ts';
import { findNumber } from './queries.ts';
import type { PhoneNumberResponse, PhoneNumberUpdate } from './schemas.ts';

/** Refuses an agent that is not one of the tenant that uses the number, as if it did not exist. */
async function requireAgentOf(ctx: TenantContext, userTenantId: string, agentId: string): Promise<void> {
  const agent = await ctx.database
    .tenant(userTenantId)
    .selectFrom('agents')
    .select('id')
    .where('tenant_id', '=', userTenantId)
    .where('id', '=', agentId)
    .executeTakeFirst();
  if (!agent) throw invalidField(['body', 'agent_id'], 'Agent not found', agentId);
}

/** Changes who answers a number, or its name. Fields that are left out stay; null takes away. */
export async function updatePhoneNumber(
  ctx: TenantContext,
  numberId: string,
  changes: z.output<typeof PhoneNumberUpdate>,
): Promise<PhoneNumberResponse> {
  const number = await findNumber(ctx, numberId);
  if (!number) throw notFound('Phone number');
  if (changes.agent_id) await requireAgentOf(ctx, number.user_tenant_id, changes.agent_id);
  await ctx.db
    .updateTable('phone_numbers')
    .set({
      ...(changes.agent_id === undefined ? {} : { agent_id: changes.agent_id }),
      ...(changes.friendly_name === undefined ? {} : { friendly_name: changes.friendly_name }),
      updated_at: ctx.clock.now(),
    })
    .where('tenant_id', '=', number.tenant_id)
    .where('id', '=', number.id)
    .execute();
  return getPhoneNumber(ctx, numberId);
}
