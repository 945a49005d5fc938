import type { Readable } from 'node:stream';
import type { TenantContext } from '@leadlock/context/context';
import { toCsv } from '@leadlock/trpc/rest/csv';
import type { z } from 'zod';
import { EXPORT_COLUMNS, findCallsToExport } from './queries.ts';
import { rangesOfCalls } from './scan-calls.ts';
import type { ExportCallsInput } from './schemas.ts';

/** All of them may match, and are kept while the reader takes its time. */
const ROWS_AT_ONCE = 1_000;

async function* readCalls(ctx: TenantContext, filter: z.output<typeof ExportCallsInput>) {
  for await (const range of rangesOfCalls(ctx.db, ctx.tenant, filter, ROWS_AT_ONCE)) {
    for (const call of await findCallsToExport(ctx.db, ctx.tenant, filter, range)) {
      yield ctx.hidesCosts ? { ...call, cost_cents: null } : call;
    }
  }
}

/** The tenant's calls as CSV, read and sent bit by bit. */
export const exportCalls = (ctx: TenantContext, input: z.output<typeof ExportCallsInput>): Readable =>
  toCsv(readCalls(ctx, input), EXPORT_COLUMNS);
