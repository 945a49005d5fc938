import type { TenantContext } from '@leadlock/context/context';
import { notFound } from '@leadlock/core/errors';
import { withTransaction } from '@leadlock/db/transaction';
import { copyFollows } from '../elevenlabs/sync-job.ts';
import type { Agent } from './agent.ts';
import { changeAgent } from './change-agent.ts';
import { lockAgent } from './queries.ts';
import type { AgentUpdate } from './schemas.ts';

/**
 * Changes an agent; fields that are left out stay as they are, and two changes at once both hold.
 * @throws not_found, or a validation error for settings that contradict each other.
 */
export function updateAgent(ctx: TenantContext, id: string, changes: AgentUpdate): Promise<Agent> {
  return withTransaction(ctx.db, async (trx) => {
    const agent = await lockAgent(trx, ctx.tenant.id, id);
    if (!agent) throw notFound('Agent');
    const after = await changeAgent(trx, agent, changes);
    if (after === agent) return agent;
    const changed: Agent = { ...after, updatedAt: ctx.clock.now() };
    await trx
      .updateTable('agents')
      .set({
        name: changed.name,
        is_active: changed.isActive,
        settings: JSON.stringify(changed.settings),
        updated_at: changed.updatedAt,
      })
      .where('tenant_id', '=', ctx.tenant.id)
      .where('id', '=', id)
      .execute();
    await copyFollows(ctx, trx, id, { before: agent.settings, after: changed.settings });
    return changed;
  });
}
