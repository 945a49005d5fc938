import type { TenantContext } from '@leadlock/context/context';
import type { z } from 'zod';
import { toCallLogResponse } from './call-view.ts';
import { findPageOfCalls } from './page-of-calls.ts';
import { findCalls } from './queries.ts';
import type { CallLogListResponse, ListCallsInput } from './schemas.ts';

/** The tenant's calls, newest first. */
export async function listCalls(
  ctx: TenantContext,
  { limit, offset, ...filter }: z.output<typeof ListCallsInput>,
): Promise<z.input<typeof CallLogListResponse>> {
  const { ids, total } = await findPageOfCalls(ctx.db, ctx.tenant, filter, { limit, offset });
  const rows = await findCalls(ctx.db, ctx.tenant.id, ids);
  return { calls: rows.map((row) => toCallLogResponse(row, ctx)), total };
}
