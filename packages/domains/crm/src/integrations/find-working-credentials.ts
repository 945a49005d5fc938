import type { SecretBox } from '@leadlock/core/envelope-encryption';
import type { TelephonyCredentials } from '@leadlock/providers/contracts';
import { sql, type QueryExecutorProvider } from 'kysely';
import { credentialsPurpose } from './twilio-credentials.ts';

/** An installation whose first few accounts do not open has another problem than this. */
const MAX_TRIED = 20;

/**
 * Any connected Twilio account whose credentials open, for operators who try whether webhooks arrive. Null when there is
 * none. `db` must see all tenants.
 */
export async function findWorkingCredentials(
  db: QueryExecutorProvider,
  secrets: SecretBox,
): Promise<(TelephonyCredentials & { tenantId: string }) | null> {
  const { rows } = await sql<{ tenantId: string; accountSid: string; sealed: string }>`
    SELECT tenant_id AS "tenantId", account_id AS "accountSid", sealed_credentials AS sealed
    FROM integrations WHERE provider = 'twilio' AND is_active AND broken_since IS NULL
    ORDER BY updated_at DESC LIMIT ${MAX_TRIED}
  `.execute(db);
  for (const { tenantId, accountSid, sealed } of rows) {
    try {
      return { tenantId, accountSid, authToken: secrets.open(sealed, credentialsPurpose(tenantId, accountSid)) };
    } catch {
      continue;
    }
  }
  return null;
}
