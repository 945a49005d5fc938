import type { Db } from '@leadlock/db/client';

/**
 * The accounts that nobody else has a share in: the user's, and sub-accounts of it. Where somebody else has shown who
 * they are, an account is theirs, too.
 */
const findOwnTenants = (trx: Db, { tenantId, userId }: { tenantId: string; userId: string }) =>
  trx
    .selectFrom('tenants')
    .select('tenants.id')
    .where((eb) => eb.or([eb('tenants.id', '=', tenantId), eb('tenants.parent_tenant_id', '=', tenantId)]))
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('users')
            .select('users.id')
            // Whoever else is at home in the agency knows of its sub-accounts.
            .where((or) =>
              or.or([or('users.tenant_id', '=', tenantId), or('users.tenant_id', '=', or.ref('tenants.id'))]),
            )
            .where('users.id', '!=', userId)
            .where('users.email_verified_at', 'is not', null),
        ),
      ),
    );

/**
 * Closes what leads out of an account, or into it, past its people: API keys, whoever made them, and webhooks. For an
 * account that one stranger set up in the name of the person who takes it over now, with the sub-accounts in it. Where
 * somebody else has shown who they are, it stays as it is. `trx` must be a system transaction.
 */
export async function closeDoors(trx: Db, person: { tenantId: string; userId: string }): Promise<void> {
  const own = (await findOwnTenants(trx, person).execute()).map(({ id }) => id);
  if (own.length === 0) return;
  await trx.updateTable('api_keys').set({ is_active: false }).where('tenant_id', 'in', own).execute();
  await trx.updateTable('webhook_endpoints').set({ is_enabled: false }).where('tenant_id', 'in', own).execute();
}
