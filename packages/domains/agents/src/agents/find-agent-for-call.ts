import type { TenantContext } from '@leadlock/context/context';
import { isRehearsal, type CallDirection } from '@leadlock/core/call-direction';
import type { Agent } from './agent.ts';
import { findAgent } from './queries.ts';

/**
 * The agent if it may take this call now: it is active, works on the phone, and takes calls of this direction. Test and
 * demo calls reach agents of any mode.
 */
export async function findAgentForCall(
  ctx: TenantContext,
  { agentId, direction }: { agentId: string; direction: CallDirection },
): Promise<Agent | null> {
  const agent = await findAgent(ctx.db, ctx.tenant.id, agentId);
  if (!agent?.isActive || !agent.settings.voice_enabled) return null;
  const { agent_mode } = agent.settings;
  return isRehearsal(direction) || agent_mode === 'both' || agent_mode === direction ? agent : null;
}
