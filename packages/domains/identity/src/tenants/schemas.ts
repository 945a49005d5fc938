import { z } from 'zod';

export const TenantResponse = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string().meta({ description: 'Unique across all tenants; used in URLs.' }),
    tenant_type: z.string().meta({ description: '`direct`, `agency`, or `sub_account`.' }),
    plan: z.string().meta({ description: 'The plan saved for this tenant.' }),
    tier: z.string().nullable().meta({ description: 'The tenant’s own subscription; null for a sub-account.' }),
    agent_limit: z.int().meta({ description: 'Maximum number of agents; 999999 means unlimited.' }),
    sub_account_limit: z.int().meta({ description: 'Maximum number of sub-accounts; 999999 means unlimited.' }),
    is_active: z.boolean(),
    trial_ends_at: z.string().nullable(),
    parent_tenant_id: z.string().nullable().meta({ description: 'The sub-account’s agency.' }),
    stripe_subscription_id: z.string().nullable(),
    subscription_status: z.string().nullable(),
    effective_plan: z
      .string()
      .nullable()
      .meta({ description: 'The plan whose limits and prices apply. For a sub-account, its agency’s plan.' }),
  })
  .meta({ id: 'TenantResponse', description: 'A tenant as shown to its own users.' });
export type TenantResponse = z.infer<typeof TenantResponse>;

export const TenantStats = z
  .object({
    total_agents: z.int().default(0),
    active_agents: z.int().default(0),
    total_phone_numbers: z.int().default(0).meta({ description: 'Owned, or assigned by the agency.' }),
    total_calls_this_month: z
      .int()
      .default(0)
      .meta({ description: 'Since the first of the month, in the account’s time zone.' }),
    total_minutes_this_month: z
      .number()
      .default(0)
      .meta({ description: 'Billed minutes (every started minute counts) of calls that started this month' }),
  })
  .meta({ id: 'TenantStats', description: 'A tenant’s resources and usage.' });
export type TenantStats = z.infer<typeof TenantStats>;

export const TenantDetailResponse = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    tenant_type: z.string().meta({ description: '`direct`, `agency`, or `sub_account`.' }),
    plan: z.string(),
    agent_limit: z.int().meta({ description: 'Maximum number of agents; 999999 means unlimited.' }),
    sub_account_limit: z.int().meta({ description: 'Maximum number of sub-accounts; 999999 means unlimited.' }),
    is_active: z.boolean(),
    trial_ends_at: z.string().nullable(),
    created_at: z.string().nullable(),
    stats: TenantStats,
  })
  .meta({ id: 'TenantDetailResponse', description: 'A tenant with its usage.' });
export type TenantDetailResponse = z.infer<typeof TenantDetailResponse>;
