import { Readable } from 'node:stream';
import type { TenantContext } from '@leadlock/context/context';
import { isId } from '@leadlock/core/ids';
import { readInPages } from '@leadlock/db/pages';
import { stringify } from 'csv-stringify';
import type { z } from 'zod';
import { EXPORT_COLUMNS, findCallsToExport } from './queries.ts';
import type { ExportCallsInput } from './schemas.ts';

async function* readCalls(ctx: TenantContext, filter: z.output<typeof ExportCallsInput>) {
  if (filter.agent_id !== undefined && !isId(filter.agent_id)) return;
  const calls = readInPages((after, limit) => findCallsToExport(ctx.db, ctx.tenant.id, filter, { after, limit }));
  for await (const call of calls) yield ctx.hidesCosts ? { ...call, cost_cents: null } : call;
}

/**
 * The tenant's calls as CSV, read and sent bit by bit. A cell that a spreadsheet would take for a formula (it starts
 * with `=`, `+`, `-` or `@`, as phone numbers do) gets a `'` in front.
 */
export function exportCalls(ctx: TenantContext, input: z.output<typeof ExportCallsInput>): Readable {
  const rows = Readable.from(readCalls(ctx, input));
  const csv = stringify({
    header: true,
    columns: [...EXPORT_COLUMNS],
    escape_formulas: true,
    cast: { date: (value) => value.toISOString(), boolean: String },
  });
  rows.on('error', (error) => csv.destroy(error));
  // A reader that goes away ends the reading too.
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}
