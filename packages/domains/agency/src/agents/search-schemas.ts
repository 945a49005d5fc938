import { Id } from '@leadlock/core/id';
import { ListSearch, SearchText } from '@leadlock/core/list-search';
import { COUNTED_TOTAL } from '@leadlock/core/offset-page';
import { z } from 'zod';
import { SubAccountAgentInfo } from './schemas.ts';

const AGENT_SORTS = ['name', 'account', 'voice', 'numbers', 'active', 'created'] as const;
export type AgentSort = (typeof AGENT_SORTS)[number];

export const SearchSubAccountAgentsInput = z.object({
  ...ListSearch,
  search: SearchText.meta({
    description: 'Only agents that contain every word of it in their name or their sub-account’s',
  }),
  sub_account_id: Id.optional().meta({ description: 'Only agents of this sub-account' }),
  agent_id: Id.optional().meta({ description: 'Only this agent' }),
  sort: z.enum(AGENT_SORTS).default('created').meta({ description: 'Agents that are equal in it are newest first' }),
});

export const SubAccountAgentPage = z
  .object({ agents: z.array(SubAccountAgentInfo), total: z.int().meta({ description: COUNTED_TOTAL }) })
  .meta({ id: 'SubAccountAgentPage' });
