import { Day } from '@leadlock/core/day-or-time';
import { Id } from '@leadlock/core/id';
import { z } from 'zod';

const conversionRate = 'Percentage of completed calls that led to an appointment, excluding test and demo calls';
const minutes = 'Billed minutes (each started minute counts)';
const cost = 'Excludes calls with unknown costs; 0 for members, and for users and API keys of a sub-account';

export const RecentCall = z
  .object({
    id: z.string(),
    from_number: z.string(),
    duration_seconds: z.int().nullish(),
    status: z.string(),
    started_at: z.string(),
    agent_id: z.string().meta({ description: 'Empty if no agent answered the call or the agent was deleted' }),
    appointment_booked: z.boolean(),
  })
  .meta({ id: 'RecentCall' });

export const DashboardStats = z
  .object({
    total_calls: z.int().meta({ description: 'This month, in the account’s time zone' }),
    total_minutes: z.number().meta({ description: `${minutes} this month` }),
    active_agents: z.int(),
    conversion_rate: z.number().meta({ description: `${conversionRate}; this month` }),
    recent_calls: z.array(RecentCall).meta({ description: 'The last five calls, newest first' }),
    usage_trend: z
      .record(z.string(), z.object({ calls: z.int(), minutes: z.number() }))
      .meta({ description: 'The last seven days, oldest first: calls and minutes by `YYYY-MM-DD`' }),
  })
  .meta({ id: 'DashboardStats' });
export type DashboardStats = z.infer<typeof DashboardStats>;

export const AnalyticsSummary = z
  .object({
    total_calls: z.int().default(0),
    total_minutes: z.number().default(0).meta({ description: minutes }),
    total_cost_cents: z.int().default(0).meta({ description: cost }),
    conversion_rate: z.number().default(0).meta({ description: conversionRate }),
    total_texts: z.int().default(0).meta({ description: 'Sent and received' }),
  })
  .meta({ id: 'AnalyticsSummary', description: 'Totals of the period.' });

export const DailyTrend = z
  .object({
    date: z.string().meta({ description: 'A date in the account’s time zone' }),
    calls: z.int().default(0),
    minutes: z.number().default(0),
    cost_cents: z.int().default(0).meta({ description: cost }),
    booked: z.int().default(0),
  })
  .meta({ id: 'DailyTrend' });

export const StatusBreakdown = z
  .object({ status: z.string(), count: z.int().default(0) })
  .meta({ id: 'StatusBreakdown' });

export const DirectionBreakdown = z
  .object({ direction: z.string(), count: z.int().default(0) })
  .meta({ id: 'DirectionBreakdown' });

export const AgentBreakdown = z
  .object({
    agent_id: z.string(),
    agent_name: z.string(),
    calls: z.int().default(0),
    minutes: z.number().default(0),
    booked: z.int().default(0),
    conversion_rate: z.number().default(0),
  })
  .meta({ id: 'AgentBreakdown' });

export const AnalyticsResponse = z
  .object({
    summary: AnalyticsSummary,
    daily_trend: z.array(DailyTrend).meta({ description: 'All days in the range, including days without calls' }),
    status_breakdown: z.array(StatusBreakdown),
    direction_breakdown: z.array(DirectionBreakdown),
    agent_breakdown: z.array(AgentBreakdown).meta({ description: 'Agents with calls, busiest first' }),
  })
  .meta({ id: 'AnalyticsResponse' });
export type AnalyticsResponse = z.infer<typeof AnalyticsResponse>;

export const AnalyticsInput = z.object({
  date_from: Day.optional().meta({
    description: 'First day, `YYYY-MM-DD`. Defaults to 29 days before the last day.',
  }),
  date_to: Day.optional().meta({ description: 'Last day, inclusive. Defaults to today.' }),
  agent_id: Id.optional().meta({ description: 'Only calls and texts of this agent' }),
});
export type AnalyticsInput = z.infer<typeof AnalyticsInput>;
