import type { TenantContext } from '@leadlock/context/context';
import { isId } from '@leadlock/core/ids';
import type { z } from 'zod';
import { toCallLogResponse } from './call-view.ts';
import { countCalls, findCalls } from './queries.ts';
import { findPageOfCalls } from './scan-calls.ts';
import type { CallLogListResponse, ListCallsInput } from './schemas.ts';

/** The tenant's calls, newest first. */
export async function listCalls(
  ctx: TenantContext,
  input: z.output<typeof ListCallsInput>,
): Promise<z.input<typeof CallLogListResponse>> {
  if (input.agent_id !== undefined && !isId(input.agent_id)) return { calls: [], total: 0 };
  const { db, tenant } = ctx;
  const { rows, total } = await findPageOfCalls(db, tenant, input, input, {
    find: (range, page) => findCalls(db, tenant, { ...input, ...page }, range),
    count: (range) => countCalls(db, tenant, input, range),
  });
  return { calls: rows.map((row) => toCallLogResponse(row, ctx)), total };
}
