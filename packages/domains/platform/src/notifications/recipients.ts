import type { Db } from '@leadlock/db/client';
import type { NotificationSettings } from './settings.ts';

/** Whether somebody of the account, or of its agency, has shown that they are reached by mail. */
const hasVerifiedPerson = async (db: Db, tenantId: string): Promise<boolean> =>
  (await db
    .selectFrom('users')
    .innerJoin('tenants', (join) =>
      join.on((eb) =>
        eb.or([
          eb('users.tenant_id', '=', eb.ref('tenants.id')),
          eb('users.tenant_id', '=', eb.ref('tenants.parent_tenant_id')),
        ]),
      ),
    )
    .select('users.id')
    .where('tenants.id', '=', tenantId)
    .where('users.is_active', '=', true)
    .where('users.email_verified_at', 'is not', null)
    .limit(1)
    .executeTakeFirst()) !== undefined;

/**
 * Who gets a tenant's emails: its active owners whose address is verified, and whom its settings add, each address once.
 * Nobody before somebody has verified an address: mail in the name of strangers goes to nobody.
 */
export async function findRecipients(
  db: Db,
  tenantId: string,
  { additional_emails }: Pick<NotificationSettings, 'additional_emails'>,
): Promise<string[]> {
  if (!(await hasVerifiedPerson(db, tenantId))) return [];
  const owners = await db
    .selectFrom('users')
    .select('email')
    .where('tenant_id', '=', tenantId)
    .where('role', '=', 'owner')
    .where('is_active', '=', true)
    .where('email_verified_at', 'is not', null)
    .orderBy('created_at')
    .execute();
  const addresses = [...owners.map(({ email }) => email), ...additional_emails];
  const spelled = new Map<string, string>();
  for (const address of addresses) spelled.set(address.toLowerCase(), spelled.get(address.toLowerCase()) ?? address);
  return [...spelled.values()];
}
