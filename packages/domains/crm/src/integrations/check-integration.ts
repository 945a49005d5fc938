import type { SystemContext } from '@leadlock/context/context';
import { withTransaction } from '@leadlock/db/transaction';
import { notify } from '@leadlock/platform/notifications';
import { ProviderError } from '@leadlock/providers/contracts';
import { markBroken, markSound, type IntegrationRow } from './queries.ts';
import type { TwilioStatus } from './schemas.ts';
import { openCredentials } from './twilio-credentials.ts';

export type TwilioHealth = TwilioStatus['health'];

export const HEALTH_MESSAGES: Readonly<Record<TwilioHealth, string>> = {
  ok: 'Credentials are valid and the account is active',
  suspended: 'Twilio suspended the account',
  closed: 'The Twilio account is closed',
  invalid_credentials: 'Twilio no longer accepts the saved credentials',
  unreachable: 'Couldn’t connect to Twilio to check the credentials',
  not_connected: 'No Twilio account connected',
};

/** States that somebody has to mend. */
const BROKEN: ReadonlySet<TwilioHealth> = new Set(['suspended', 'closed', 'invalid_credentials']);

async function askTwilio(system: SystemContext, row: IntegrationRow): Promise<TwilioHealth> {
  try {
    const { status } = await system.providers.telephony.fetchAccount(openCredentials(system, row));
    return status === 'active' ? 'ok' : status;
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error;
    system.log.warn({ err: error, integration: row.id }, 'Twilio did not confirm the stored credentials');
    return error.retryable ? 'unreachable' : 'invalid_credentials';
  }
}

/**
 * Asks Twilio about one connected account. Whoever connected it is told when it turns out to be of no use, once until
 * it works again or is connected anew.
 */
export async function checkIntegration(system: SystemContext, row: IntegrationRow): Promise<TwilioHealth> {
  const health = await askTwilio(system, row);
  // It may be the agency's, whose rows a sub-account's own connection does not see.
  const db = system.database.tenant(row.tenant_id);
  if (health === 'ok' && row.broken_since !== null) await markSound(db, row);
  if (!BROKEN.has(health) || row.broken_since !== null) return health;
  const now = system.clock.now();
  await withTransaction(db, async (trx) => {
    if (!(await markBroken(trx, row, now))) return;
    await notify(trx, {
      tenantId: row.tenant_id,
      type: 'integration.broken',
      occasion: `${row.id} ${now.toISOString()}`,
      title: 'Your Twilio account needs attention',
      body: `${HEALTH_MESSAGES[health]}. Calls and texts won’t work until this is fixed.`,
      metadata: { integration_id: row.id, health },
      at: now,
    });
  });
  return health;
}
