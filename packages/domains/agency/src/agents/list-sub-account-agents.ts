import { allTenants } from '@leadlock/context/all-tenants';
import type { TenantContext } from '@leadlock/context/context';
import type { SubAccountAgentInfo } from './schemas.ts';
import { selectSubAccountAgents, toAgentInfo } from './select-sub-account-agents.ts';

/** The agents of all active sub-accounts of the agency, the newest first. */
export async function listSubAccountAgents(ctx: TenantContext): Promise<SubAccountAgentInfo[]> {
  const rows = await selectSubAccountAgents(allTenants(ctx), ctx.tenant.id)
    .orderBy('agents.created_at', 'desc')
    .orderBy('agents.id', 'desc')
    .execute();
  return rows.map(toAgentInfo);
}
