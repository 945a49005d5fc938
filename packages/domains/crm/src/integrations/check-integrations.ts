import type { SystemContext } from '@leadlock/context/context';
import { checkIntegration } from './check-integration.ts';
import { findActiveTwilioIntegrations } from './queries.ts';

/**
 * Asks Twilio about every connected account, or about every integration of one account, so that people are told of one
 * that is of no use any more before their callers notice.
 */
export async function checkIntegrations(system: SystemContext, accountSid?: string): Promise<void> {
  for (const row of await findActiveTwilioIntegrations(system, accountSid)) {
    await checkIntegration(system, row);
  }
}
