import { ListSearch, SearchText } from '@leadlock/core/list-search';
import { COUNTED_TOTAL } from '@leadlock/core/offset-page';
import { z } from 'zod';

const AGENT_SORTS = ['name', 'voice', 'mode', 'numbers', 'active', 'updated', 'created'] as const;
export type AgentSort = (typeof AGENT_SORTS)[number];

export const SearchAgentsInput = z.object({
  ...ListSearch,
  search: SearchText.meta({ description: 'Only agents whose name, business, or industry contain every word of it' }),
  sort: z.enum(AGENT_SORTS).default('created').meta({ description: 'Agents that are equal in it are newest first' }),
});

const AgentSummary = z
  .object({
    id: z.string().meta({ format: 'uuid' }),
    name: z.string(),
    is_active: z.boolean(),
    agent_mode: z.string().nullable(),
    voice_provider: z.string().nullable(),
    fallback_voice_providers: z.array(z.string()).nullable(),
    voice: z.string().nullable().meta({ description: 'The voice it speaks with. Null for the provider’s default.' }),
    phone_count: z.int().meta({ description: 'Phone numbers the agent answers' }),
    phone_number: z.string().nullable().meta({ description: 'The first of them' }),
    updated_at: z.string(),
  })
  .meta({ id: 'AgentSummary', description: 'An agent as lists show it.' });

export const AgentPage = z
  .object({ agents: z.array(AgentSummary), total: z.int().meta({ description: COUNTED_TOTAL }) })
  .meta({ id: 'AgentPage' });

const MOST_NAMES = 10_000;

export const AgentNamesInput = z.object({
  search: SearchText.meta({ description: 'Only agents whose name contains every word of it' }),
  limit: z.int().min(1).max(MOST_NAMES).default(MOST_NAMES).meta({ description: 'The most names to return' }),
});

export const AgentNames = z
  .object({
    agents: z.array(
      z.object({
        id: z.string().meta({ format: 'uuid' }),
        name: z.string(),
        is_active: z.boolean().meta({ description: 'Whether it answers calls' }),
      }),
    ),
    total: z.int().meta({ description: COUNTED_TOTAL }),
  })
  .meta({ id: 'AgentNames', description: 'Names of a tenant’s agents, newest first.' });
