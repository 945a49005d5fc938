import { copyAgent, type Agent } from '@leadlock/agents/agents';
import { forTenant, type TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { findSubAccount } from '@leadlock/identity/tenants';

/** Acts for one of the agency's active sub-accounts. @throws not_found for any other tenant */
async function forSubAccount(ctx: TenantContext, id: string): Promise<TenantContext> {
  const tenant = await findSubAccount(ctx.db, ctx.tenant.id, id);
  if (!tenant?.isActive) throw notFound('Sub-account');
  return forTenant(ctx, tenant, ctx.actor);
}

/**
 * Adds an inactive copy of a sub-account's agent to another sub-account of the same agency, without calendars,
 * GoHighLevel settings and knowledge bases.
 * @throws not_found for sub-accounts that are not the agency's; limit_exceeded when the target may have no more agents
 */
export async function copyBetweenSubAccounts(
  ctx: TenantContext,
  { agentId, sourceId, targetId }: { agentId: string; sourceId: string; targetId: string },
): Promise<Agent> {
  const source = await forSubAccount(ctx, sourceId);
  const target = await forSubAccount(ctx, targetId);
  return copyAgent(source, agentId, target);
}
