import type { Readable } from 'node:stream';
import type { TenantContext } from '@leadlock/context/context';
import { readInPages } from '@leadlock/db/pages';
import { toCsv } from '@leadlock/trpc/rest/csv';
import type { UsageFilter } from './usage-filter.ts';
import { findRecordsAfter, toUsageRecord } from './usage-records.ts';

const COLUMNS = [
  'id',
  'sub_account_id',
  'sub_account_name',
  'sub_account_status',
  'call_log_id',
  'date',
  'time',
  'direction',
  'minutes',
  'cost_cents',
  'revenue_cents',
  'margin_cents',
  'voice_provider',
];

async function* readRecords(ctx: TenantContext, filter: UsageFilter): AsyncGenerator<Record<string, unknown>> {
  for await (const row of readInPages((after, limit) => findRecordsAfter(ctx, filter, { after, limit }))) {
    const record = toUsageRecord(row);
    yield row.cost_cents === null ? { ...record, cost_cents: null, margin_cents: null } : record;
  }
}

/** All calls that a filter lets through as CSV, newest first, read and sent bit by bit; a cost that is unknown is empty. */
export const exportUsage = (ctx: TenantContext, filter: UsageFilter): Readable =>
  toCsv(readRecords(ctx, filter), COLUMNS);
