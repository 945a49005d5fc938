import type { TenantContext } from '@leadlock/context/context';
import { isId } from '@leadlock/core/ids';
import type { z } from 'zod';
import { toCallSummary } from './call-view.ts';
import { countCalls, findCallSummaries } from './queries.ts';
import { findPageOfCalls } from './scan-calls.ts';
import type { CallSummaryList, SearchCallsInput } from './schemas.ts';

/** The tenant's calls that match, newest first, without what was said in them. */
export async function searchCalls(
  ctx: TenantContext,
  { limit, offset, ...filter }: z.output<typeof SearchCallsInput>,
): Promise<CallSummaryList> {
  if (filter.agent_id !== undefined && !isId(filter.agent_id)) return { calls: [], total: 0 };
  const { db, tenant } = ctx;
  const { rows, total } = await findPageOfCalls(
    db,
    tenant,
    filter,
    { limit, offset },
    {
      find: (range, page) => findCallSummaries(db, tenant, filter, page, range),
      count: (range) => countCalls(db, tenant, filter, range),
    },
  );
  return { calls: rows.map((row) => toCallSummary(row, ctx)), total };
}
