import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';

/** The sub-account of the agency that has the agent; null for an agent of nobody, or of somebody else. */
export async function findOwnerOfAgent(ctx: TenantContext, agentId: string): Promise<string | null> {
  const row = await allTenants(ctx)
    .selectFrom('agents')
    .innerJoin('tenants', 'tenants.id', 'agents.tenant_id')
    .select('agents.tenant_id')
    .where('agents.id', '=', agentId)
    .where('tenants.parent_tenant_id', '=', ctx.tenant.id)
    .executeTakeFirst();
  return row?.tenant_id ?? null;
}
