import type { TenantContext } from '@leadlock/context/context';
import { addAgent } from './add-agent.ts';
import type { Agent } from './agent.ts';
import { copyName } from './copy-name.ts';
import { getAgent } from './get-agent.ts';
import { NO_COPIES } from './settings.ts';

/**
 * Adds an inactive copy with the same settings and no phone numbers. Copies at vendors stay with the original.
 * @throws not_found, or limit_exceeded when the plan allows no more agents.
 */
export async function duplicateAgent(ctx: TenantContext, id: string): Promise<Agent> {
  const { name, settings } = await getAgent(ctx, id);
  return addAgent(ctx, {
    name: await copyName(ctx, name),
    isActive: false,
    settings: { ...settings, ...NO_COPIES },
  });
}
