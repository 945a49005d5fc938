import type { Db } from '@leadlock/db/client';
import type { NotificationSettings } from './settings.ts';

/** Who gets a tenant's e-mails: its active owners, and whom its settings add, each address once. */
export async function findRecipients(
  db: Db,
  tenantId: string,
  { additional_emails }: Pick<NotificationSettings, 'additional_emails'>,
): Promise<string[]> {
  const owners = await db
    .selectFrom('users')
    .select('email')
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .orderBy('created_at')
    .execute();
  const addresses = [...owners.map(({ email }) => email), ...additional_emails];
  const spelled = new Map<string, string>();
  for (const address of addresses) spelled.set(address.toLowerCase(), spelled.get(address.toLowerCase()) ?? address);
  return [...spelled.values()];
}
