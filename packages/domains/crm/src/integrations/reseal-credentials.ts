import type { SystemContext } from '@leadlock/context/context';
import { credentialsPurpose, openCredentials } from './twilio-credentials.ts';
import { findIntegrationsSealedOtherwise, replaceSealedCredentials } from './queries.ts';

const BATCH = 200;

/**
 * Seals credentials that are under an older encryption key again under the current one, after which the older key can be
 * taken out of ENCRYPTION_KEY. Safe to run at any time, and anywhere at once.
 * @returns how many were sealed again
 */
export async function resealCredentials(system: SystemContext): Promise<number> {
  const { secrets } = system;
  let resealed = 0;
  let after: string | null = null;
  for (;;) {
    const rows = await findIntegrationsSealedOtherwise(system.db, secrets.currentPrefix, after, BATCH);
    for (const row of rows) {
      const { authToken } = openCredentials(system, row);
      const sealed = secrets.seal(authToken, credentialsPurpose(row.tenant_id, row.account_id));
      // Credentials that were connected anew in between stay as they are.
      if (await replaceSealedCredentials(system.db, row, sealed)) resealed += 1;
    }
    const last = rows.at(-1);
    if (rows.length < BATCH || !last) return resealed;
    after = last.id;
  }
}
