import type { TenantContext } from '@leadlock/context/context';
import { limitExceeded } from '@leadlock/core/errors';
import { newId } from '@leadlock/core/ids';
import type { Db } from '@leadlock/db/client';
import { withTransaction } from '@leadlock/db/transaction';
import { agentLimit } from '@leadlock/identity/plans';
import { copyFollows } from '../elevenlabs/sync-job.ts';
import { toAgent, type Agent } from './agent.ts';
import type { AgentSettings } from './settings.ts';

/** Refuses an agent beyond the limit. The tenant stays locked, so that two that are added at once are counted both. */
async function requireRoomForAgent(ctx: TenantContext, trx: Db): Promise<void> {
  const { agent_limit } = await trx
    .selectFrom('tenants')
    .select('agent_limit')
    .where('id', '=', ctx.tenant.id)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
  const limit = agentLimit(ctx.settings, { plan: ctx.tenant.plan, agent_limit });
  if (limit === null) return;
  const { count } = await trx
    .selectFrom('agents')
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where('tenant_id', '=', ctx.tenant.id)
    .executeTakeFirstOrThrow();
  if (count < limit) return;
  const agents = limit === 1 ? '1 agent' : `${limit} agents`;
  throw limitExceeded(`This account can have up to ${agents}. Delete one or upgrade your plan.`);
}

/** Stores an agent whose settings were checked. @throws limit_exceeded when the plan allows no more. */
export function addAgent(
  ctx: TenantContext,
  { name, isActive, settings }: { name: string; isActive: boolean; settings: AgentSettings },
): Promise<Agent> {
  return withTransaction(ctx.db, async (trx) => {
    await requireRoomForAgent(ctx, trx);
    const now = ctx.clock.now();
    const row = await trx
      .insertInto('agents')
      .values({
        tenant_id: ctx.tenant.id,
        id: newId(),
        name,
        is_active: isActive,
        settings: JSON.stringify(settings),
        created_at: now,
        updated_at: now,
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await copyFollows(ctx, trx, row.id, { before: null, after: settings });
    return toAgent({ ...row, phone_count: 0 });
  });
}
