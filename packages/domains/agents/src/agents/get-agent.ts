import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import type { Agent } from './agent.ts';
import { findAgent } from './queries.ts';

/** An agent of the tenant. @throws not_found for another tenant's, too. */
export async function getAgent(ctx: TenantContext, id: string): Promise<Agent> {
  const agent = await findAgent(ctx.db, ctx.tenant.id, id);
  if (!agent) throw notFound('Agent');
  return agent;
}
