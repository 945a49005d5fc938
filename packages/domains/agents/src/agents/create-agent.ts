import type { TenantContext } from '@leadlock/context/context';
import { addAgent } from './add-agent.ts';
import type { Agent } from './agent.ts';
import { completeSettings } from './complete-settings.ts';
import type { AgentCreate } from './schemas.ts';

/**
 * Creates an active agent.
 * @throws validation error for settings that contradict each other, limit_exceeded when the plan allows no more.
 */
export const createAgent = async (ctx: TenantContext, input: AgentCreate): Promise<Agent> =>
  addAgent(ctx, { name: input.name, isActive: true, settings: completeSettings(input) });
