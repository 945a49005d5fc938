import { Id } from '@leadlock/core/id';
import { OffsetPage } from '@leadlock/core/offset-page';
import { agencyProcedure, router } from '@leadlock/trpc/init';
import { op } from '@leadlock/trpc/op';
import { attachment, RestReply, restReply } from '@leadlock/trpc/rest/reply';
import { z } from 'zod';
import { requireSubAccount } from '../sub-accounts/index.ts';
import { exportUsage } from './export-usage.ts';
import { getOverview } from './get-overview.ts';
import { getUnpricedUsage } from './get-unpriced-usage.ts';
import { listUsage } from './list-usage.ts';
import { AgencyOverview, Period, UnpricedUsage, UsageExportResponse } from './schemas.ts';
import { toFilter } from './usage-filter.ts';

const tag = 'Agency';
const subAccountId = '019ac2f0-11aa-7d3c-8e4f-5a6b7c8d9e0f';
const sums = { calls: 1, minutes: 3, cost_cents: 24, revenue_cents: 60, margin_cents: 36 };
const provider = { provider: 'xai', provider_label: 'xAI Grok', ...sums };

const usage: UsageExportResponse = {
  records: [
    {
      id: '019ac2f6-66ff-7c81-9394-af1b2c3d4e5f',
      sub_account_id: subAccountId,
      sub_account_name: 'Bright Smile Dental',
      sub_account_status: 'active',
      call_log_id: '019ac2f6-6600-7c81-9394-af1b2c3d4e5f',
      date: '2026-11-24',
      time: '15:04:05',
      direction: 'inbound',
      minutes: 3,
      cost_cents: 24,
      revenue_cents: 60,
      margin_cents: 36,
      voice_provider: 'xai',
    },
  ],
  total: 1,
  summary: {
    total_calls: 1,
    total_seconds: 171,
    total_cost_cents: 24,
    total_revenue_cents: 60,
    total_margin_cents: 36,
    by_provider: [provider],
    by_direction: [{ direction: 'inbound', ...sums }],
  },
};

const aboutMoney =
  'Cost is what the call’s vendors charged, revenue is what the sub-account pays, and margin is the difference. ' +
  'Cost and margin totals exclude calls with unknown costs; for members, all costs are unknown.';

export const usageRouter = router({
  overview: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/overview',
        tag,
        summary: 'Get the agency overview',
        description: `Statistics across all sub-accounts: all-time totals, calls by direction and provider, the five sub-accounts with the highest revenue, and each of the last 30 days in the agency’s time zone. ${aboutMoney}`,
        example: {
          response: {
            total_sub_accounts: 1,
            active_sub_accounts: 1,
            suspended_sub_accounts: 0,
            total_agents: 2,
            total_calls: 1,
            total_minutes: 3,
            total_texts: 0,
            total_margin_cents: 36,
            total_revenue_cents: 60,
            total_cost_cents: 24,
            avg_margin_pct: 60,
            total_booked: 1,
            conversion_rate: 100,
            calls_by_direction: { inbound: 1 },
            top_sub_accounts: [
              {
                id: subAccountId,
                name: 'Bright Smile Dental',
                calls: 1,
                minutes: 3,
                revenue_cents: 60,
                margin_cents: 36,
                conversion_rate: 100,
              },
            ],
            daily_trend: [{ date: '2026-11-24', ...sums }],
            usage_by_provider: [provider],
          },
        },
      }),
    )
    .output(AgencyOverview)
    .query(({ ctx }) => getOverview(ctx.tenantContext)),

  list: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/usage',
        tag,
        summary: 'List usage of all sub-accounts',
        description: `Ended calls, newest first, with pagination, and the totals of all matching calls. ${aboutMoney}`,
        example: { request: { date_from: '2026-11-01', date_to: '2026-11-30' }, response: usage },
      }),
    )
    .input(z.object({ ...Period, ...OffsetPage }))
    .output(UsageExportResponse)
    .query(({ ctx, input }) => listUsage(ctx.tenantContext, toFilter(ctx.tenantContext, input), input)),

  export: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/usage/export',
        tag,
        summary: 'Export usage',
        description:
          'Streams all matching calls as a CSV file with a header row, newest first, in UTF-8 with a byte order mark for ' +
          'Excel. Cells that a spreadsheet would run as a formula get a leading apostrophe. Unknown costs are empty.',
        example: { request: { sub_account_id: subAccountId, date_from: '2026-11-01', date_to: '2026-11-30' } },
        produces: 'text/csv; charset=utf-8',
        errors: [404],
      }),
    )
    .input(z.object({ sub_account_id: Id.optional(), ...Period }))
    .output(restReply)
    .query(async ({ ctx, input }) => {
      const { sub_account_id: id } = input;
      if (id !== undefined) await requireSubAccount(ctx.tenantContext, id);
      return new RestReply(exportUsage(ctx.tenantContext, toFilter(ctx.tenantContext, input, id)), {
        headers: { 'content-disposition': attachment('usage.csv') },
      });
    }),

  unpriced: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/usage/unpriced',
        tag,
        summary: 'Count usage with unknown costs',
        description:
          'The number of calls with unknown costs for the same dates and sub-account as in the usage list: in total, by ' +
          'sub-account, provider, direction, and day, and which records on the same page. Totals and lists show these costs ' +
          'as 0.',
        example: {
          request: { date_from: '2026-11-01', date_to: '2026-11-30' },
          response: {
            calls: 1,
            revenue_cents: 60,
            by_sub_account: [{ sub_account_id: subAccountId, calls: 1, revenue_cents: 60 }],
            by_provider: [{ provider: 'openai', calls: 1, revenue_cents: 60 }],
            by_direction: [{ direction: 'inbound', calls: 1, revenue_cents: 60 }],
            by_day: [{ date: '2026-11-24', calls: 1, revenue_cents: 60 }],
            record_ids: ['019ac2f6-66ff-7c81-9394-af1b2c3d4e60'],
          },
        },
        errors: [404],
      }),
    )
    .input(z.object({ sub_account_id: Id.optional(), ...Period, ...OffsetPage }))
    .output(UnpricedUsage)
    .query(async ({ ctx, input }) => {
      const { sub_account_id: id } = input;
      if (id !== undefined) await requireSubAccount(ctx.tenantContext, id);
      return getUnpricedUsage(ctx.tenantContext, toFilter(ctx.tenantContext, input, id), input);
    }),

  ofSubAccount: agencyProcedure
    .meta(
      op({
        method: 'GET',
        path: '/agency/sub-accounts/{sub_account_id}/usage',
        tag,
        summary: 'List usage of a sub-account',
        description: `Like usage of all sub-accounts, but for one. ${aboutMoney}`,
        example: { request: { sub_account_id: subAccountId }, response: usage },
      }),
    )
    .input(z.object({ sub_account_id: Id, ...Period, ...OffsetPage }))
    .output(UsageExportResponse)
    .query(async ({ ctx, input }) => {
      const { id } = await requireSubAccount(ctx.tenantContext, input.sub_account_id);
      return listUsage(ctx.tenantContext, toFilter(ctx.tenantContext, input, id), input);
    }),
});
