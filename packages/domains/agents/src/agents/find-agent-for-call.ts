import type { TenantContext } from '@leadlock/context/context';
import { isRehearsal, type CallDirection } from '@leadlock/core/call-direction';
import type { Agent } from './agent.ts';
import type { AgentDraft } from './draft-agent.ts';
import { findAgent } from './queries.ts';
import { readSettings } from './settings.ts';

/**
 * The agent if it may take this call now: it is active, works on the phone, and takes calls of this direction. Test and
 * demo calls reach agents of any mode. A `draft` replaces what is saved, as the call's own copy of it.
 */
export async function findAgentForCall(
  ctx: TenantContext,
  { agentId, direction, draft }: { agentId: string; direction: CallDirection; draft?: unknown },
): Promise<Agent | null> {
  const saved = await findAgent(ctx.db, ctx.tenant.id, agentId);
  const agent = saved && withDraft(saved, draft);
  if (!agent?.isActive || !agent.settings.voice_enabled) return null;
  const { agent_mode } = agent.settings;
  return isRehearsal(direction) || agent_mode === 'both' || agent_mode === direction ? agent : null;
}

function withDraft(agent: Agent, draft: unknown): Agent {
  if (draft === null || draft === undefined) return agent;
  // Written by `draftAgent`, perhaps by the version before this one.
  const { name, settings } = draft as AgentDraft;
  return { ...agent, name, settings: readSettings(settings) };
}
