import type { TenantContext } from '@leadlock/context/context';
import { limitExceeded } from '@leadlock/core/errors';
import type { Db } from '@leadlock/db/client';
import { subAccountLimit } from '@leadlock/identity/plans';

/**
 * Refuses an active sub-account beyond the limit. The agency stays locked, so that two that are added at once are
 * counted both.
 */
export async function requireRoomForSubAccount(ctx: TenantContext, trx: Db): Promise<void> {
  const agency = await trx
    .selectFrom('tenants')
    .select(['plan', 'sub_account_limit'])
    .where('id', '=', ctx.tenant.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const limit = subAccountLimit(ctx.settings, agency);
  if (limit === null) return;
  const { count } = await trx
    .selectFrom('tenants')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('parent_tenant_id', '=', ctx.tenant.id)
    .where('is_active', '=', true)
    .executeTakeFirstOrThrow();
  if (count < limit) return;
  const subAccounts = limit === 1 ? '1 sub-account' : `${limit} sub-accounts`;
  throw limitExceeded(`This account can have up to ${subAccounts}. Delete one or upgrade your plan.`);
}
