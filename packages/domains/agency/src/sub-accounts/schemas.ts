import { displayName } from '@leadlock/core/display-name';
import { TypedEmailAddress } from '@leadlock/core/email-address';
import { Id } from '@leadlock/core/id';
import { z } from 'zod';

const cents = z.int().min(0).max(1_000_000);
const Upcharges = z.record(z.string().max(50), cents);
const upcharges = (by: string) =>
  Upcharges.nullish().meta({ description: `Cents added to the rate, ${by}. Can be empty.` });

const Name = displayName(200);
const Slug = z
  .string()
  .trim()
  .toLowerCase()
  .max(63)
  .regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'must be letters, digits, and single hyphens between them')
  .meta({ description: 'Used in URLs: letters, digits, and hyphens. Must be unique across all accounts.' });
const billingDay = z.int().min(1).max(28).meta({ description: 'The day of the month when billing periods start' });

export const CreateSubAccountRequest = z
  .object({
    name: Name,
    slug: Slug,
    admin_email: TypedEmailAddress.nullish(),
    admin_name: displayName(200, 0).nullish(),
    per_minute_rate_cents: cents.default(20).meta({ description: 'What the sub-account pays per started minute' }),
    monthly_platform_fee_cents: z.int().min(0).max(100_000_000).default(0),
    billing_start_day: billingDay.default(1),
    upcharge_by_provider: upcharges('by voice provider'),
    test_demo_upcharge_by_provider: upcharges('by voice provider, for test and demo calls'),
    text_upcharge_by_type: upcharges('by text type'),
  })
  .meta({ id: 'CreateSubAccountRequest' });
export type CreateSubAccountRequest = z.output<typeof CreateSubAccountRequest>;

export const UpdateSubAccountRequest = z
  .object({
    name: Name.nullish(),
    admin_email: TypedEmailAddress.nullish(),
    admin_name: displayName(200, 0).nullish(),
    per_minute_rate_cents: cents.nullish(),
    monthly_platform_fee_cents: z.int().min(0).max(100_000_000).nullish(),
    is_active: z.boolean().nullish(),
    billing_start_day: billingDay.nullish(),
    upcharge_by_provider: upcharges('by voice provider'),
    test_demo_upcharge_by_provider: upcharges('by voice provider, for test and demo calls'),
    text_upcharge_by_type: upcharges('by text type'),
  })
  .meta({ id: 'UpdateSubAccountRequest' });
export type UpdateSubAccountRequest = z.output<typeof UpdateSubAccountRequest>;

export const SubAccountIntegrationInfo = z
  .object({
    id: z.string(),
    provider: z.string(),
    provider_account_id: z.string().nullish(),
    account_name: z.string().nullish(),
    is_active: z.boolean(),
    assigned_at: z.string(),
  })
  .meta({ id: 'SubAccountIntegrationInfo' });

export const SubAccountResponse = z
  .object({
    id: z.string(),
    name: z.string(),
    slug: z.string(),
    admin_email: z.string().nullish(),
    admin_name: z.string().nullish(),
    is_active: z.boolean().meta({ description: 'False if it is deleted' }),
    created_at: z.string(),
    per_minute_rate_cents: z.int(),
    monthly_platform_fee_cents: z.int(),
    is_suspended: z.boolean().meta({ description: 'Read-only: anything that costs money is blocked' }),
    suspended_reason: z.string().nullish(),
    billing_start_day: z.int().default(1),
    upcharge_by_provider: z.record(z.string(), z.unknown()).nullish(),
    test_demo_upcharge_by_provider: z.record(z.string(), z.unknown()).nullish(),
    text_upcharge_by_type: z.record(z.string(), z.unknown()).nullish(),
    integrations: z.array(SubAccountIntegrationInfo).default([]),
    integration_id: z
      .string()
      .nullish()
      .meta({ description: 'For backward compatibility: the GoHighLevel integration, or the one assigned first' }),
    total_calls: z.int().default(0).meta({ description: 'Number of ended calls, all-time' }),
    total_minutes: z.number().default(0).meta({ description: 'Billed minutes, all-time' }),
    agents_count: z.int().default(0),
    total_texts: z.int().default(0),
  })
  .meta({ id: 'SubAccountResponse' });
export type SubAccountResponse = z.output<typeof SubAccountResponse>;

export const SubAccountListResponse = z
  .object({ sub_accounts: z.array(SubAccountResponse), total_count: z.int() })
  .meta({ id: 'SubAccountListResponse' });

export const SubAccountPath = z.object({ sub_account_id: Id });

export const CheckSlugRequest = z.object({ slug: z.string().max(200) }).meta({ id: 'CheckSlugRequest' });
export const CheckSlugResponse = z
  .object({
    available: z.boolean(),
    slug: z.string().meta({ description: 'The slug that was checked, normalized' }),
    message: z.string().nullish(),
  })
  .meta({ id: 'CheckSlugResponse' });
export type CheckSlugResponse = z.output<typeof CheckSlugResponse>;
export { Slug };

export const SuspendSubAccountRequest = z
  .object({ reason: z.string().trim().min(1).max(500).nullish().meta({ description: 'Shown to the sub-account' }) })
  .meta({ id: 'SuspendSubAccountRequest' });

export const SubAccountInvite = z
  .object({
    success: z.literal(true),
    invite_id: z.string(),
    email: z.string(),
    expires_at: z.string().meta({ description: 'When the link in the email expires' }),
  })
  .meta({ id: 'SubAccountInvite' });
