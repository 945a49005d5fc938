import type { TenantContext } from '@leadlock/context/context';
import { checkIntegration, HEALTH_MESSAGES } from './check-integration.ts';
import { findTwilioIntegrations } from './queries.ts';
import { maskedSid, type TwilioStatus } from './schemas.ts';

/** The state of the Twilio account that the tenant uses, asked of Twilio now. */
export async function getTwilioStatus(ctx: TenantContext): Promise<TwilioStatus> {
  const [row] = await findTwilioIntegrations(ctx, ctx.tenant.id);
  const health = row ? await checkIntegration(ctx, row) : 'not_connected';
  return {
    is_connected: row !== undefined,
    connection: row?.connection ?? null,
    is_healthy: health === 'ok',
    health,
    message: HEALTH_MESSAGES[health],
    account_name: row?.account_name ?? null,
    account_sid: row ? maskedSid(row.account_id) : null,
    metadata: (row?.metadata ?? {}) as Record<string, unknown>,
  };
}
