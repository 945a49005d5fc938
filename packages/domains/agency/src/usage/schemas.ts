import { DayOrTime } from '@leadlock/core/day-or-time';
import { z } from 'zod';

const cents = z.int();
const conversionRate = 'Percentage of completed calls that led to an appointment, excluding test and demo calls';

export const SubAccountSummary = z
  .object({
    id: z.string(),
    name: z.string(),
    calls: z.int(),
    minutes: z.number(),
    revenue_cents: cents,
    margin_cents: cents,
    conversion_rate: z.number().meta({ description: conversionRate }),
  })
  .meta({ id: 'app__agency__schemas__SubAccountSummary' });

export const DailyAgencyTrend = z
  .object({
    date: z.string().meta({ description: 'In the agency’s time zone' }),
    calls: z.int(),
    minutes: z.number(),
    revenue_cents: cents,
    cost_cents: cents,
    margin_cents: cents,
  })
  .meta({ id: 'DailyAgencyTrend' });

export const ProviderBreakdown = z
  .object({
    provider: z.string(),
    provider_label: z.string(),
    calls: z.int(),
    minutes: z.number(),
    cost_cents: cents,
    revenue_cents: cents,
    margin_cents: cents,
  })
  .meta({ id: 'ProviderBreakdown' });

export const AgencyOverview = z
  .object({
    total_sub_accounts: z.int().meta({ description: 'Excluding deleted ones' }),
    active_sub_accounts: z.int(),
    suspended_sub_accounts: z.int(),
    total_agents: z.int(),
    total_calls: z.int(),
    total_minutes: z.number(),
    total_texts: z.int().default(0),
    total_margin_cents: cents.meta({ description: 'Revenue minus cost of usage with known costs' }),
    total_revenue_cents: cents.default(0),
    total_cost_cents: cents.default(0).meta({ description: 'Of usage with known costs' }),
    avg_margin_pct: z.number().default(0).meta({ description: 'Margin as a percentage of the corresponding revenue' }),
    total_booked: z
      .int()
      .default(0)
      .meta({ description: 'Completed calls that led to an appointment, excluding test and demo calls' }),
    conversion_rate: z.number().default(0).meta({ description: conversionRate }),
    calls_by_direction: z.record(z.string(), z.int()).default({}),
    top_sub_accounts: z.array(SubAccountSummary).default([]),
    daily_trend: z.array(DailyAgencyTrend).default([]),
    usage_by_provider: z.array(ProviderBreakdown).default([]),
  })
  .meta({ id: 'AgencyOverview' });
export type AgencyOverview = z.output<typeof AgencyOverview>;

const money = {
  calls: z.int(),
  minutes: z.int(),
  cost_cents: cents,
  revenue_cents: cents,
  margin_cents: cents,
};
export const CostByProvider = z
  .object({ provider: z.string(), provider_label: z.string(), ...money })
  .meta({ id: 'CostByProvider' });
export const CostByDirection = z.object({ direction: z.string(), ...money }).meta({ id: 'CostByDirection' });

export const UsageExportRecord = z
  .object({
    id: z.string(),
    sub_account_id: z.string(),
    sub_account_name: z.string(),
    sub_account_status: z.string().default('active').meta({ description: '`active`, `suspended`, or `inactive`' }),
    call_log_id: z.string().nullish(),
    date: z.string().meta({ description: 'When the call ended, in the agency’s time zone' }),
    time: z.string().nullish(),
    direction: z.string().default('inbound'),
    minutes: z.int(),
    cost_cents: cents.meta({ description: '0 if a price is unknown; empty in the export' }),
    revenue_cents: cents,
    margin_cents: cents.meta({ description: '0 if the cost is unknown; empty in the export' }),
    voice_provider: z.string().default('xai'),
  })
  .meta({ id: 'UsageExportRecord' });
export type UsageExportRecord = z.output<typeof UsageExportRecord>;

export const UsageExportSummary = z
  .object({
    total_calls: z.int(),
    total_seconds: z.int(),
    total_cost_cents: cents.meta({ description: 'Of calls with known costs' }),
    total_revenue_cents: cents,
    total_margin_cents: cents.meta({ description: 'Of calls with known costs' }),
    by_provider: z.array(CostByProvider).default([]),
    by_direction: z.array(CostByDirection).default([]),
  })
  .meta({ id: 'UsageExportSummary' });
export type UsageExportSummary = z.output<typeof UsageExportSummary>;

export const UsageExportResponse = z
  .object({ records: z.array(UsageExportRecord), total: z.int(), summary: UsageExportSummary })
  .meta({ id: 'UsageExportResponse' });
export type UsageExportResponse = z.output<typeof UsageExportResponse>;

const unpriced = {
  calls: z.int().meta({ description: 'Number of calls with unknown costs' }),
  revenue_cents: cents.meta({ description: 'What the sub-accounts pay for them' }),
};
export const UnpricedUsage = z
  .object({
    ...unpriced,
    by_sub_account: z.array(z.object({ sub_account_id: z.string(), ...unpriced })),
    by_provider: z.array(z.object({ provider: z.string(), ...unpriced })),
    by_direction: z.array(z.object({ direction: z.string(), ...unpriced })),
    by_day: z.array(z.object({ date: z.string().meta({ description: 'In the agency’s time zone' }), ...unpriced })),
    record_ids: z.array(z.string()).meta({ description: 'On the same page of the list' }),
  })
  .meta({ id: 'UnpricedUsage', description: 'Calls with unknown costs. Entries without any are omitted.' });
export type UnpricedUsage = z.output<typeof UnpricedUsage>;

export const Period = {
  date_from: DayOrTime.optional().meta({
    description: 'First day, in the agency’s time zone. For a time, its date counts.',
  }),
  date_to: DayOrTime.optional().meta({
    description: 'Last day, in the agency’s time zone. For a time, its date counts.',
  }),
};
