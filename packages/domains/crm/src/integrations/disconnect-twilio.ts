import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { deleteTwilioIntegrations } from './queries.ts';

/** Forgets the tenant's Twilio credentials. Its numbers stay listed and stop working until it connects again. */
export async function disconnectTwilio(ctx: TenantContext): Promise<{ success: true }> {
  if ((await deleteTwilioIntegrations(ctx.db, ctx.tenant.id)) === 0) throw notFound('Twilio integration');
  return { success: true };
}
