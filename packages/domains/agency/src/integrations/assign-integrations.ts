import type { TenantContext } from '@leadlock/context/context';
import { rowId } from '@leadlock/core/id';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { requireSubAccount } from '../sub-accounts/index.ts';
import type { AssignIntegrationsResponse } from './schemas.ts';

interface Assignable {
  id: string;
  provider: string;
  account_name: string | null;
}

/** Whether the sub-account has the integration now; a second one of GoHighLevel is refused by the database. */
async function assign(
  ctx: TenantContext,
  trx: Db,
  subAccountId: string,
  { id, provider }: Assignable,
): Promise<boolean> {
  const inserted = await trx
    .insertInto('sub_account_integrations')
    .values({
      tenant_id: subAccountId,
      integration_id: id,
      agency_id: ctx.tenant.id,
      provider,
      assigned_at: ctx.clock.now(),
    })
    .onConflict((oc) => oc.doNothing())
    .returning('integration_id')
    .executeTakeFirst();
  if (inserted) return true;
  const existing = await trx
    .selectFrom('sub_account_integrations')
    .select('integration_id')
    .where('tenant_id', '=', subAccountId)
    .where('integration_id', '=', id)
    .where('agency_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  return existing !== undefined;
}

/**
 * Lets a sub-account use integrations of the agency, beside those it has. Each stands alone: what cannot be assigned is
 * reported and does not hinder the others. @throws not_found for another agency's sub-account
 */
export async function assignIntegrations(
  ctx: TenantContext,
  subAccountId: string,
  integrationIds: readonly string[],
): Promise<AssignIntegrationsResponse> {
  await requireSubAccount(ctx, subAccountId);
  return withTransaction(ctx.db, async (trx) => {
    // In one order for all, so that two who assign the same ones never wait for each other.
    const ids = [...new Set(integrationIds.map((id) => id.toLowerCase()))].toSorted();
    const rows: Assignable[] = await trx
      .selectFrom('integrations')
      .select(['id', 'provider', 'account_name'])
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', 'in', ids.map(rowId))
      .execute();
    const reply: AssignIntegrationsResponse = { success: true, sub_account_id: subAccountId, assigned: [], errors: [] };
    const fail = (id: string, detail: string) => reply.errors.push({ integration_id: id, detail });
    for (const id of ids) {
      const integration = rows.find((row) => row.id === id);
      if (!integration) fail(id, 'Integration not found');
      else if (await assign(ctx, trx, subAccountId, integration)) {
        const { provider, account_name } = integration;
        reply.assigned.push({
          success: true,
          sub_account_id: subAccountId,
          integration_id: id,
          provider,
          account_name,
        });
      } else fail(id, 'The sub-account already has a GoHighLevel integration');
    }
    return { ...reply, success: reply.errors.length === 0 };
  });
}
