import type { TenantContext } from '@leadlock/context/context';
import type { Agent } from './agent.ts';
import { findAgents } from './queries.ts';

/** All agents of the tenant, the newest first. */
export const listAgents = (ctx: TenantContext): Promise<Agent[]> => findAgents(ctx.db, ctx.tenant.id);
