import { forTenant, type SystemContext } from '@leadlock/context/context';
import { findTenant } from '@leadlock/identity/tenants';
import { getTwilioStatus } from './get-twilio-status.ts';
import { findTenantsWithTwilio } from './queries.ts';

/**
 * Asks Twilio about every connected account, so that people are told of one that is of no use any more before their
 * callers notice.
 */
export async function checkIntegrations(system: SystemContext): Promise<void> {
  for (const tenantId of await findTenantsWithTwilio(system.db)) {
    const tenant = await findTenant(system.db, tenantId);
    if (tenant) await getTwilioStatus(forTenant(system, tenant));
  }
}
