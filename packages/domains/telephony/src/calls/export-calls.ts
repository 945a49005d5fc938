import type { Readable } from 'node:stream';
import type { TenantContext } from '@leadlock/context/context';
import { isId } from '@leadlock/core/ids';
import { readInPages } from '@leadlock/db/pages';
import { toCsv } from '@leadlock/trpc/rest/csv';
import type { z } from 'zod';
import { EXPORT_COLUMNS, findCallsToExport } from './queries.ts';
import type { ExportCallsInput } from './schemas.ts';

async function* readCalls(ctx: TenantContext, filter: z.output<typeof ExportCallsInput>) {
  if (filter.agent_id !== undefined && !isId(filter.agent_id)) return;
  const calls = readInPages((after, limit) => findCallsToExport(ctx.db, ctx.tenant, filter, { after, limit }));
  for await (const call of calls) yield ctx.hidesCosts ? { ...call, cost_cents: null } : call;
}

/** The tenant's calls as CSV, read and sent bit by bit. */
export const exportCalls = (ctx: TenantContext, input: z.output<typeof ExportCallsInput>): Readable =>
  toCsv(readCalls(ctx, input), EXPORT_COLUMNS);
