import { z } from 'zod';

export const TenantResponse = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string().meta({ description: 'Unique among all tenants; part of addresses.' }),
    tenant_type: z.string().meta({ description: '`direct`, `agency` or `sub_account`.' }),
    plan: z.string().meta({ description: 'The plan stored for this tenant.' }),
    tier: z.string().nullable().meta({ description: 'The plan it subscribes to by itself; null for a sub-account.' }),
    agent_limit: z.int().meta({ description: 'Most agents it may have; 999999 stands for no limit.' }),
    sub_account_limit: z.int().meta({ description: 'Most sub-accounts it may have; 999999 stands for no limit.' }),
    is_active: z.boolean(),
    trial_ends_at: z.string().nullable(),
    parent_tenant_id: z.string().nullable().meta({ description: 'The agency of a sub-account.' }),
    stripe_subscription_id: z.string().nullable(),
    subscription_status: z.string().nullable(),
    effective_plan: z
      .string()
      .nullable()
      .meta({ description: 'The plan whose limits and prices apply: for a sub-account its agency’s.' }),
  })
  .meta({ id: 'TenantResponse', description: 'A tenant as its own users see it.' });
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
      .meta({ description: 'Started minutes of calls that began this month, as they are billed' }),
  })
  .meta({ id: 'TenantStats', description: 'What a tenant has and uses.' });
export type TenantStats = z.infer<typeof TenantStats>;

export const TenantDetailResponse = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    tenant_type: z.string().meta({ description: '`direct`, `agency` or `sub_account`.' }),
    plan: z.string(),
    agent_limit: z.int().meta({ description: 'Most agents it may have; 999999 stands for no limit.' }),
    sub_account_limit: z.int().meta({ description: 'Most sub-accounts it may have; 999999 stands for no limit.' }),
    is_active: z.boolean(),
    trial_ends_at: z.string().nullable(),
    created_at: z.string().nullable(),
    stats: TenantStats,
  })
  .meta({ id: 'TenantDetailResponse', description: 'A tenant with its use of the product.' });
export type TenantDetailResponse = z.infer<typeof TenantDetailResponse>;
