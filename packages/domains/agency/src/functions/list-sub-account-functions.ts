import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import type { SubAccountFunctionInfo } from './schemas.ts';

/** The functions of all active sub-accounts of the agency, by sub-account and name. */
export async function listSubAccountFunctions(ctx: TenantContext): Promise<SubAccountFunctionInfo[]> {
  // Functions are the sub-accounts': a connection of the agency may not see them.
  const rows = await allTenants(ctx)
    .selectFrom('custom_functions as function')
    .innerJoin('tenants', 'tenants.id', 'function.tenant_id')
    .select([
      'function.id',
      'function.name',
      'function.description',
      'function.webhook_url',
      'function.webhook_method',
      'function.created_at',
      'tenants.id as sub_account_id',
      'tenants.name as sub_account_name',
    ])
    .where('tenants.parent_tenant_id', '=', ctx.tenant.id)
    .where('tenants.is_active', '=', true)
    .orderBy('tenants.name')
    .orderBy('tenants.id')
    .orderBy('function.name')
    .execute();
  return rows.map((row) => ({ ...row, created_at: row.created_at.toISOString() }));
}
