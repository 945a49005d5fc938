import { AgentResponse } from '@leadlock/agents/agents';
import { Id } from '@leadlock/core/id';
import { z } from 'zod';

export const SubAccountAgentInfo = z
  .object({
    id: z.string(),
    tenant_id: z.string().meta({ description: 'The sub-account the agent belongs to' }),
    name: z.string(),
    is_active: z.boolean(),
    voice_provider: z.string().nullish(),
    voice: z.string().nullish().meta({ description: 'The voice it speaks with. Null for the provider’s default.' }),
    phone_count: z.int().default(0).meta({ description: 'Phone numbers the agent answers' }),
    sub_account_name: z.string(),
    created_at: z.string(),
  })
  .meta({ id: 'SubAccountAgentInfo' });
export type SubAccountAgentInfo = z.output<typeof SubAccountAgentInfo>;

/** The agent as it was written, without what is counted and looked up for the agents' own operations. */
export const CopiedAgent = AgentResponse.omit({ phone_count: true, text_assistants: true }).meta({
  id: 'CopiedAgent',
  description: 'The saved copy. Use `GET /agents/{agent_id}` to get computed fields.',
});

export const AllSubAccountAgentsResponse = z
  .object({ agents: z.array(SubAccountAgentInfo), total: z.int() })
  .meta({ id: 'AllSubAccountAgentsResponse' });

export const CopyAgentToSubAccountRequest = z
  .object({
    source_tenant_id: Id.meta({ description: 'The sub-account to copy from' }),
    target_tenant_id: Id.meta({ description: 'The sub-account to copy to' }),
  })
  .meta({ id: 'CopyAgentToSubAccountRequest' });
