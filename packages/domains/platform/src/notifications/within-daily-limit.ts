import type { SystemContext } from '@leadlock/context/context';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { admitEmail } from '@leadlock/identity/emails';
import { sql } from 'kysely';

/** Emails in 24 hours to addresses that are nobody's of an account, by it and its sub-accounts together. */
const MOST_A_DAY = 200;

/** Addresses of people of the account, or of its agency, who have shown that they are reached there; in lower case. */
async function findOwnAddresses(trx: Db, accountIds: string[], addresses: readonly string[]): Promise<Set<string>> {
  const users = await trx
    .selectFrom('users')
    .select('email')
    .where('tenant_id', 'in', accountIds)
    .where('is_active', '=', true)
    .where('email_verified_at', 'is not', null)
    .where(sql<string>`lower(email)`, 'in', addresses)
    .execute();
  return new Set(users.map(({ email }) => email.toLowerCase()));
}

/**
 * Those of a tenant's recipients who get one more email today: all of its people, and others within the limit. Who is left
 * out finds the news in the dashboard, if it is theirs. `trx` must be a system transaction.
 */
export async function withinDailyLimit(
  system: SystemContext,
  trx: Db,
  tenantId: string,
  recipients: readonly string[],
): Promise<string[]> {
  if (recipients.length === 0) return [];
  const tenant = await trx
    .selectFrom('tenants')
    .select('parent_tenant_id')
    .where('id', '=', tenantId)
    .executeTakeFirstOrThrow();
  const payer = tenant.parent_tenant_id ?? tenantId;
  const own = await findOwnAddresses(
    trx,
    [tenantId, payer],
    recipients.map((email) => email.toLowerCase()),
  );
  const admitted = new Set<string>();
  // In one order everywhere, so that none of two that wait for each other's addresses waits for ever.
  for (const email of recipients.toSorted()) {
    const isOwn = own.has(email.toLowerCase());
    const letter = { id: newId(), kind: 'notification', email, account: { id: payer, most: MOST_A_DAY } } as const;
    if (isOwn || (await admitEmail(trx, letter, system.clock.now())).admitted) admitted.add(email);
    else system.log.info({ tenantId }, 'daily email limit of an added address reached');
  }
  return recipients.filter((email) => admitted.has(email));
}
