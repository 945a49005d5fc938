import { Readable } from 'node:stream';
import type { TenantContext } from '@leadlock/context/context';
import { readInPages } from '@leadlock/db/pages';
import { stringify } from 'csv-stringify';
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

/**
 * All calls that a filter lets through as CSV, newest first, read and sent bit by bit. A cell that a spreadsheet would
 * take for a formula gets a `'` in front; a cost that is unknown is empty.
 */
export function exportUsage(ctx: TenantContext, filter: UsageFilter): Readable {
  const rows = Readable.from(readRecords(ctx, filter));
  const csv = stringify({ header: true, columns: COLUMNS, escape_formulas: true });
  rows.on('error', (error) => csv.destroy(error));
  // A reader that goes away ends the reading too.
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}
