import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import type { Agent } from './agent.ts';
import { lockAgent } from './queries.ts';

/** Switches an agent off if it is on, and on if it is off. @throws not_found. */
export function toggleAgent(ctx: TenantContext, id: string): Promise<Agent> {
  return withTransaction(ctx.db, async (trx) => {
    const agent = await lockAgent(trx, ctx.tenant.id, id);
    if (!agent) throw notFound('Agent');
    const toggled: Agent = { ...agent, isActive: !agent.isActive, updatedAt: ctx.clock.now() };
    await trx
      .updateTable('agents')
      .set({ is_active: toggled.isActive, updated_at: toggled.updatedAt })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', id)
      .execute();
    return toggled;
  });
}
