import { Readable } from 'node:stream';
import type { TenantContext } from '@leadlock/context/context';
import { isId } from '@leadlock/core/ids';
import { stringify } from 'csv-stringify';
import type { z } from 'zod';
import { EXPORT_COLUMNS, streamCalls } from './queries.ts';
import type { ExportCallsInput } from './schemas.ts';

/**
 * The tenant's calls as CSV, read and sent bit by bit. A cell that a spreadsheet would take for a formula (it starts
 * with `=`, `+`, `-` or `@`, as phone numbers do) gets a `'` in front.
 */
export function exportCalls(ctx: TenantContext, input: z.output<typeof ExportCallsInput>): Readable {
  const matchesNothing = input.agent_id !== undefined && !isId(input.agent_id);
  const rows = matchesNothing ? Readable.from([]) : Readable.from(streamCalls(ctx.db, ctx.tenant.id, input));
  const csv = stringify({
    header: true,
    columns: [...EXPORT_COLUMNS],
    escape_formulas: true,
    cast: { date: (value) => value.toISOString(), boolean: String },
  });
  rows.on('error', (error) => csv.destroy(error));
  // A reader that goes away ends the query too.
  csv.on('close', () => rows.destroy());
  return rows.pipe(csv);
}
