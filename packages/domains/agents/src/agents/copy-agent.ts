import type { TenantContext } from '@leadlock/context/context';
import { addAgent } from './add-agent.ts';
import type { Agent } from './agent.ts';
import { copyName } from './copy-name.ts';
import { getAgent } from './get-agent.ts';
import { NO_COPIES, type AgentSettings } from './settings.ts';

/** What points into a tenant's own calendars, GoHighLevel account, knowledge bases and provider accounts. */
const BOUND_TO_TENANT = {
  calendar_provider: null,
  calendar_integration_id: null,
  calendar_id: null,
  calendar_configs: null,
  ghl_phone_number: null,
  ghl_tags: null,
  ghl_remove_tags: null,
  ghl_workflows: null,
  ghl_pipelines: null,
  knowledge_base_ids: [],
  ...NO_COPIES,
} satisfies Partial<AgentSettings>;

/**
 * Adds an inactive copy of one tenant's agent to another tenant, without what belongs to the first. Whether the caller
 * may act for both is the caller's to know.
 * @throws not_found, or limit_exceeded when the other tenant may have no more agents.
 */
export async function copyAgent(from: TenantContext, agentId: string, to: TenantContext): Promise<Agent> {
  const { name, settings } = await getAgent(from, agentId);
  return addAgent(to, {
    name: await copyName(to, name),
    isActive: false,
    settings: { ...settings, ...BOUND_TO_TENANT },
  });
}
