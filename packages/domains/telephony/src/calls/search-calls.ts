import type { TenantContext } from '@leadlock/context/context';
import type { z } from 'zod';
import { toCallSummary } from './call-view.ts';
import { findPageOfCalls } from './page-of-calls.ts';
import { findCallSummaries } from './queries.ts';
import type { CallSummaryList, SearchCallsInput } from './schemas.ts';

/** The tenant's calls that match, newest first, without what was said in them. */
export async function searchCalls(
  ctx: TenantContext,
  { limit, offset, ...filter }: z.output<typeof SearchCallsInput>,
): Promise<CallSummaryList> {
  const { ids, total } = await findPageOfCalls(ctx.db, ctx.tenant, filter, { limit, offset });
  const rows = await findCallSummaries(ctx.db, ctx.tenant.id, ids);
  return { calls: rows.map((row) => toCallSummary(row, ctx)), total };
}
