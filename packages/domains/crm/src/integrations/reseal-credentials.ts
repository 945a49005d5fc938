import { describeSealedValues, resealValues } from '@leadlock/context/sealed-values';
import type { SystemContext } from '@leadlock/context/context';
import { sql } from 'kysely';
import { credentialsPurpose } from './twilio-credentials.ts';

export const sealedTwilioCredentials = describeSealedValues({
  name: 'Twilio credentials',
  table: 'integrations',
  key: ['tenant_id', 'id'],
  where: sql<boolean>`provider = 'twilio'`,
  sealed: sql<string>`sealed_credentials`,
  assign: (sealed) => sql`sealed_credentials = ${sealed}`,
  bound: { tenantId: sql<string>`tenant_id`, accountSid: sql<string>`account_id` },
  purpose: ({ tenantId, accountSid }) => credentialsPurpose(tenantId, accountSid),
});

/**
 * Seals credentials that are under an older encryption key again under the current one. Safe to run at any time, and
 * anywhere at once.
 * @returns how many were sealed again
 */
export async function resealCredentials(system: Pick<SystemContext, 'db' | 'secrets' | 'log'>): Promise<number> {
  const { resealed, unopenable } = await resealValues(system.db, system.secrets, sealedTwilioCredentials);
  if (unopenable > 0)
    system.log.error({ unopenable }, 'failed to decrypt credentials with the configured encryption keys');
  return resealed;
}
