import type { TenantContext } from '@leadlock/context/context';
import type { Agent } from './agent.ts';
import { changeAgent } from './change-agent.ts';
import { getAgent } from './get-agent.ts';
import type { AgentUpdate } from './schemas.ts';

/** What one call holds an agent with in place of what is saved. */
export type AgentDraft = Pick<Agent, 'name' | 'settings'>;

/**
 * An agent with changes that nobody has saved, checked as a save checks them. Nothing is stored.
 * @throws not_found, or a validation error for settings that contradict each other.
 */
export async function draftAgent(ctx: TenantContext, id: string, changes: AgentUpdate): Promise<AgentDraft> {
  const { name, settings } = await changeAgent(ctx.db, await getAgent(ctx, id), changes);
  return { name, settings };
}
