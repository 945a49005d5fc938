import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { requireSubAccount } from '../sub-accounts/index.ts';
import type { RemoveIntegrationResponse } from './schemas.ts';

const assignments = (ctx: TenantContext, subAccountId: string) =>
  ctx.db
    .deleteFrom('sub_account_integrations')
    .where('tenant_id', '=', subAccountId)
    .where('agency_id', '=', ctx.tenant.id);

/** Takes one integration away from a sub-account. @throws not_found when it has not got it */
export async function removeIntegration(
  ctx: TenantContext,
  subAccountId: string,
  integrationId: string,
): Promise<RemoveIntegrationResponse> {
  await requireSubAccount(ctx, subAccountId);
  const removed = await assignments(ctx, subAccountId)
    .where('integration_id', '=', integrationId)
    .returning('integration_id')
    .executeTakeFirst();
  if (!removed) throw notFound('Integration');
  return { success: true, sub_account_id: subAccountId, integration_id: integrationId };
}

/** Takes all integrations of the agency away from a sub-account. @throws not_found */
export async function removeAllIntegrations(ctx: TenantContext, subAccountId: string): Promise<void> {
  await requireSubAccount(ctx, subAccountId);
  await assignments(ctx, subAccountId).execute();
}
