import { router, tenantProcedure } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { getAnalytics } from './get-analytics.ts';
import { getDashboardStats } from './get-dashboard-stats.ts';
import { AnalyticsInput, AnalyticsResponse, DashboardStats } from './schemas.ts';

const tag = 'Stats';
const agentId = '019ac2f1-22bb-7e4d-9f50-6b7c8d9e0f1a';

export const statsRouter = router({
  dashboard: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/stats',
        tag,
        summary: 'Get dashboard statistics',
        description:
          'This month’s calls, minutes, and conversion rate; active agents; the last five calls; and calls and minutes for ' +
          'each of the last seven days. Dates are in the account’s time zone.',
        example: {
          response: {
            total_calls: 42,
            total_minutes: 97,
            active_agents: 2,
            conversion_rate: 31.6,
            recent_calls: [
              {
                id: '019ac2f4-6a1e-7c1b-9d6e-3f2a1b0c9d8e',
                from_number: '+12125550123',
                duration_seconds: 62,
                status: 'completed',
                started_at: '2026-11-24T15:04:05.000Z',
                agent_id: agentId,
                appointment_booked: true,
              },
            ],
            usage_trend: { '2026-11-23': { calls: 3, minutes: 8 }, '2026-11-24': { calls: 5, minutes: 11 } },
          },
        },
      }),
    )
    .output(DashboardStats)
    .query(({ ctx }) => getDashboardStats(ctx.tenantContext)),

  analytics: tenantProcedure
    .meta(
      op({
        method: 'GET',
        path: '/stats/analytics',
        tag,
        summary: 'Get analytics',
        description:
          'Statistics of calls and texts for up to 366 days: totals, by day, status, direction, and agent. Dates are in the ' +
          'account’s time zone and default to the last 30 days.',
        example: {
          request: { date_from: '2026-11-24', date_to: '2026-11-24' },
          response: {
            summary: {
              total_calls: 5,
              total_minutes: 11,
              total_cost_cents: 64,
              conversion_rate: 50,
              total_texts: 2,
            },
            daily_trend: [{ date: '2026-11-24', calls: 5, minutes: 11, cost_cents: 64, booked: 2 }],
            status_breakdown: [
              { status: 'completed', count: 4 },
              { status: 'busy', count: 1 },
            ],
            direction_breakdown: [{ direction: 'inbound', count: 5 }],
            agent_breakdown: [
              { agent_id: agentId, agent_name: 'Front desk', calls: 5, minutes: 11, booked: 2, conversion_rate: 50 },
            ],
          },
        },
      }),
    )
    .input(AnalyticsInput)
    .output(AnalyticsResponse)
    .query(({ ctx, input }) => getAnalytics(ctx.tenantContext, input)),
});
