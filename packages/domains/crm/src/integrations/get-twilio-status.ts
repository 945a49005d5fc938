import type { TenantContext } from '@leadlock/context/context';
import { notify } from '@leadlock/platform/notifications';
import { ProviderError } from '@leadlock/providers/contracts';
import { findTwilioIntegrations, type IntegrationRow } from './queries.ts';
import { maskedSid, type TwilioStatus } from './schemas.ts';
import { openCredentials } from './twilio-credentials.ts';

const MESSAGES: Record<TwilioStatus['health'], string> = {
  ok: 'Twilio accepts the credentials and the account is active',
  suspended: 'Twilio has suspended the account',
  closed: 'The Twilio account is closed',
  invalid_credentials: 'Twilio does not accept the stored credentials any more',
  unreachable: 'Twilio could not be reached to check the credentials',
  not_connected: 'No Twilio account is connected',
};

/** States that somebody has to mend. */
const BROKEN: ReadonlySet<TwilioStatus['health']> = new Set(['suspended', 'closed', 'invalid_credentials']);

async function askTwilio(ctx: TenantContext, row: IntegrationRow): Promise<TwilioStatus['health']> {
  try {
    const { status } = await ctx.providers.telephony.fetchAccount(openCredentials(ctx, row));
    return status === 'active' ? 'ok' : status;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    ctx.log.warn({ err: error }, 'Twilio did not confirm the stored credentials');
    return error.retryable ? 'unreachable' : 'invalid_credentials';
  }
}

/** Tells the account that connected it, once a day, that its Twilio account is of no use any more. */
async function tellBroken(ctx: TenantContext, row: IntegrationRow, health: TwilioStatus['health']): Promise<void> {
  const now = ctx.clock.now();
  // It may be the agency's, whose rows a sub-account's own connection does not see.
  await notify(ctx.database.system, {
    tenantId: row.tenant_id,
    type: 'integration.broken',
    occasion: `${row.id} ${now.toISOString().slice(0, 10)}`,
    title: 'Your Twilio account needs attention',
    body: `${MESSAGES[health]}. Calls and texts do not work until that is mended.`,
    metadata: { integration_id: row.id, health },
    at: now,
  });
}

/** The state of the Twilio account that the tenant uses, asked of Twilio now. */
export async function getTwilioStatus(ctx: TenantContext): Promise<TwilioStatus> {
  const [row] = await findTwilioIntegrations(ctx.database.system, ctx.tenant.id);
  const health = row ? await askTwilio(ctx, row) : 'not_connected';
  if (row && BROKEN.has(health)) await tellBroken(ctx, row, health);
  return {
    is_connected: row !== undefined,
    is_healthy: health === 'ok',
    health,
    message: MESSAGES[health],
    account_name: row?.account_name ?? null,
    account_sid: row ? maskedSid(row.account_id) : null,
    metadata: (row?.metadata ?? {}) as Record<string, unknown>,
  };
}
